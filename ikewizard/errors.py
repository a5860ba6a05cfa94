"""The errors that a user may see.

IkewizardError               exit 2
|-- UsageError               the command line asks for something impossible
|-- InputError               a log, configuration or session file cannot be used
|-- KnowledgeError           the trees have faults; carries all of them
|-- SessionError             no such session, or it cannot be opened
`-- Interrupted              the user left; what was answered is saved   exit 130

Only ``cli`` turns them into text and an exit status; nothing here prints.
"""

from __future__ import annotations

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar


class IkewizardError(Exception):
    """Something that the user can be told in one line: what is wrong, where, and what to do next."""

    exit_code: ClassVar[int] = 2

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint


class UsageError(IkewizardError):
    """The command line asks for something impossible."""


class InputError(IkewizardError):
    """A log, configuration or session file cannot be used."""


class SessionError(IkewizardError):
    """There is no such session, or it cannot be opened."""


class Interrupted(IkewizardError):
    """The user left (Ctrl-C, Ctrl-D, SIGTERM, closed terminal); nothing that was answered is lost."""

    exit_code = 130


class Fault:
    """One fault of one data file: ``file:line: message``, then a hint that helps to mend it."""

    def __init__(self, file: str, line: int, message: str, hint: str = "") -> None:
        self.file = file
        self.line = line
        self.message = message
        self.hint = hint

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fault) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.file, self.line, self.message, self.hint))

    def __repr__(self) -> str:
        return f"Fault({self.file!r}, {self.line}, {self.message!r}, {self.hint!r})"

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}: {self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


class KnowledgeError(IkewizardError):
    """The trees cannot be used. ``faults`` holds every fault of every file, not only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        count = len(faults)
        super().__init__(
            f"the trees have {count} fault{'s' if count != 1 else ''}",
            hint="run 'ikewizard trees check' on the folder after each correction",
        )
        self.faults = faults

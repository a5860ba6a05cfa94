"""The real command as a person uses it: its open question read off the screen, and answered."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.console.terminal import ENTER, Terminal

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "corpus" / "cases"
COMMAND = (sys.executable, "-m", "ikewizard")
FIRST = "What does the tunnel do?"
STEP = "what came of it?"
GO_ON = "Go on to the steps?"
_ENTRY = re.compile(r"^ *[^\s\d]? *(\d+)\) (.*)$")
_RESUME = re.compile(r"ikewizard resume (\w+)")


class Wizard(Terminal):
    """A wizard on a terminal. Questions are named by a part of their text, answers by one of their label.

    ``said`` is what was typed, a line each: the numbers of entries, and text.
    """

    said: tuple[str, ...] = ()

    @property
    def open_question(self) -> str:
        """The question that waits for an answer, as one line, or nothing while none does."""
        lines = self.screen()
        written = [number for number, line in enumerate(lines) if line]
        asked = [number for number, line in enumerate(lines) if line.startswith("? ")]
        if not asked or "Enter" not in lines[written[-1]]:
            return ""
        title = lines[asked[-1] : written[-1]]
        return flat(" ".join(title[: title.index("")]) if "" in title else title[0])

    def entries(self) -> dict[str, str]:
        """Return the entries of the open question: label, as far as its first line goes, to number."""
        found = (_ENTRY.match(line) for line in self.screen())
        return {match[2]: match[1] for match in found if match}

    def expect(self, question: str) -> None:
        """Wait until this question is open."""
        self.wait_until(
            lambda: any(text in self.open_question for text in (question, GO_ON)),
            f"the question '{question}'",
        )
        # Between the conclusion and the first step the wizard waits for who reads it.
        if question not in self.open_question:
            self.answer(GO_ON, "Take the steps")
            self.wait_until(lambda: question in self.open_question, f"the question '{question}'")

    def answer(self, question: str, label: str, then: str = "") -> None:
        """Give this answer to this question, and wait for the next question (or for the text ``then``)."""
        self.expect(question)
        before, seen = self._asked(), self.history().count(then)
        number = self._number(label)
        self.said = (*self.said, number)
        self.send(number + ENTER)
        if then:
            self.wait_until(lambda: self.history().count(then) > seen, f"'{then}' after '{label}'")
        else:
            self.wait_until(
                lambda: self._asked() > before and self.open_question != "", f"what follows '{label}'"
            )

    def fill(self, title: str, text: str) -> None:
        """Type this text where this is asked for, and wait for the next question."""
        self.wait_for(f"? {title}")
        before = self._asked()
        self.said = (*self.said, text)
        self.type(text + ENTER)
        self.wait_until(lambda: self._asked() > before, f"what follows '{text}'")

    def go(self, *answers: tuple[str, str]) -> None:
        """Give one answer after another."""
        for question, label in answers:
            self.answer(question, label)

    def quit(self) -> None:
        """Choose the menu's own entry for leaving."""
        self.send(self._number("Quit") + ENTER)

    def leave(self, keys: str, status: int) -> str:
        """Leave by these keys; return the id of the session in the line that resumes it."""
        self.send(keys)
        assert self.wait_exit() == status
        return self.resumes()

    def resumes(self) -> str:
        """Return the id of the session in the line that resumes it, which must be there."""
        found = _RESUME.search(self.history())
        assert found, self.history()
        return found[1]

    def _number(self, label: str) -> str:
        for text, number in self.entries().items():
            if label in text:
                return number
        raise AssertionError(f"no entry '{label}' on the screen:\n{self.text()}")

    def _asked(self) -> int:
        return len(re.findall(r"^\? ", self.history(), re.MULTILINE))


def run(
    home: Path, *arguments: str, said: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command without a terminal, with ``said`` in its pipe."""
    return subprocess.run(
        [*COMMAND, *arguments],
        input=said,
        env=environment(home, env or {}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def environment(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a command that must meet nobody's files."""
    folders = {name: str(home / name.lower()) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME")}
    return {"HOME": str(home), **folders, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def export(home: Path, session: str = "", *arguments: str) -> str:
    """Return the transcript of a session."""
    done = run(home, "export", *([session] if session else []), *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def flat(text: str | Sequence[str]) -> str:
    """Return the words of a text without the line ends and margins of a screen."""
    return re.sub(r"[\s│┆•]+", " ", text if isinstance(text, str) else " ".join(text)).strip()


def corpus_log(case: str, side: str) -> str:
    """Return a recorded log."""
    return (CASES / case / f"{side}.log").read_text(encoding="utf-8")

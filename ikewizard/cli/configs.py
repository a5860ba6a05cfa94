"""From files to configurations: bounded, decoded, with what they include."""

from __future__ import annotations

import re
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ikewizard.cli.inputs import label
from ikewizard.errors import InputError
from ikewizard.knowledge.load import Knowledge
from ikewizard.settings.configuration import Reading, is_configuration, lines_of, read_configuration
from ikewizard.settings.sealing import Sealer, SecretFlaw
from ikewizard.settings.units import Configuration, Line, Sealed

MOST = 16 * 2**20
"""Bytes of a configuration, with what it includes; the longest of a large unit is a tenth of that."""
_MOST_FILES = 200
_INCLUDE = re.compile(r"\s*include\s+(?P<what>\S.*?)\s*(?:#.*)?\Z")


def looks_like_one(reader: ConfigReader, name: str) -> bool:
    """Return whether the file ``name`` holds a configuration, as far as it can be read."""
    try:
        return is_configuration(reader.lines(name), reader.knowledge.config.manners.values())
    except InputError:
        return False


@dataclass
class ConfigReader:
    """Reads configurations with one body of knowledge; its key for shared secrets dies with it."""

    knowledge: Knowledge

    @cached_property
    def reading(self) -> Reading:
        """What is needed to read any configuration."""
        return Reading(self.knowledge.config.manners, self.knowledge.walk.settings, self._sealer)

    @cached_property
    def _sealer(self) -> _NotingSealer:
        return _NotingSealer(secrets.token_bytes(32), self.knowledge.config.flaws)

    def take_secrets(self) -> frozenset[str]:
        """Return the secrets that were read since this was last called, to be blotted out of their text."""
        return self._sealer.take()

    def open(self, name: str, manner: str = "") -> Configuration:
        """Return the configuration in the file ``name`` (``-``: standard input). Raises InputError."""
        if name == "-":
            return self.read(
                _decoded(sys.stdin.buffer.read(MOST + 1), "standard input"), "standard input", manner
            )
        return self.of_lines(self.lines(name), label(name), manner)

    def lines(self, name: str) -> list[Line]:
        """Return the lines of the configuration in a file, with those that it includes. Raises InputError."""
        return _Files(Path(name)).lines()

    def of_lines(self, lines: list[Line], name: str, manner: str = "") -> Configuration:
        """Return the configuration in ``lines``. Raises InputError."""
        return read_configuration(name, lines, self.reading, manner=manner)

    def read(self, text: str, name: str, manner: str = "") -> Configuration:
        """Return the configuration in ``text``. Raises InputError."""
        return self.of_lines(lines_of(name, text), name, manner)


class _NotingSealer(Sealer):
    """Seals secrets, and notes until it is asked what they were."""

    def __init__(self, key: bytes, flaws: Sequence[SecretFlaw]) -> None:
        super().__init__(key, flaws)
        self._noted: set[str] = set()

    def seal(self, secret: str | bytes, line: Line | None = None) -> Sealed:
        self._noted.add(secret if isinstance(secret, str) else secret.decode("utf-8", "replace"))
        return super().seal(secret, line)

    def take(self) -> frozenset[str]:
        noted, self._noted = frozenset(self._noted), set()
        return noted


class _Files:
    """The lines of a file with those of the files that it includes, all of them in its folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder = path.resolve().parent
        self._left = MOST
        self._files = 0

    def lines(self) -> list[Line]:
        return self._of(self._path, label(str(self._path)), ())

    def _of(self, path: Path, name: str, above: tuple[Path, ...]) -> list[Line]:
        text = self._text(path, name)
        found: list[Line] = []
        for line in lines_of(name, text):
            what = _INCLUDE.match(line.text)
            if what and line.file == name:
                found += self._included(what["what"].strip("\"'"), line, (*above, path.resolve()))
            else:
                found.append(line)
        return found

    def _included(self, what: str, line: Line, above: tuple[Path, ...]) -> list[Line]:
        where = f"{line.file}:{line.number}"
        found: list[Line] = []
        for path in sorted(self._matching(what, where)):
            if path.resolve() in above:
                raise InputError(f"the include of {what} leads back to itself", where=where)
            self._files += 1
            if self._files > _MOST_FILES:
                raise InputError(f"more than {_MOST_FILES} files are included", where=where)
            found += self._of(path, path.resolve().relative_to(self._folder).as_posix(), above)
        return found

    def _matching(self, what: str, where: str) -> list[Path]:
        relative = Path(what)
        if relative.is_absolute():
            try:
                relative = relative.relative_to(self._folder)
            except ValueError:
                raise _outside(what, where) from None
        if ".." in relative.parts:
            raise _outside(what, where)
        found = [path for path in self._folder.glob(relative.as_posix()) if path.is_file()]
        if any(not path.resolve().is_relative_to(self._folder) for path in found):
            raise _outside(what, where)
        return found

    def _text(self, path: Path, name: str) -> str:
        try:
            if path.is_dir():
                raise InputError(
                    "this is a folder, not a configuration", where=name, hint="name one file in it"
                )
            with path.open("rb") as stream:
                data = stream.read(self._left + 1)
        except FileNotFoundError:
            raise InputError("there is no such file", where=name, hint="check the path") from None
        except OSError as error:
            raise InputError(f"the file cannot be read: {error.strerror}", where=name) from None
        text = _decoded(data, name, self._left)
        self._left -= len(data)
        return text


def _outside(what: str, where: str) -> InputError:
    return InputError(
        f"the include of {what} leads outside the folder of the configuration",
        where=where,
        hint="copy what it names beside the configuration, and include it by its name",
    )


def _decoded(data: bytes, name: str, most: int = MOST) -> str:
    if len(data) > most:
        raise InputError(
            f"the configuration is larger than {MOST // 2**20} MiB",
            where=f"{name}:1",
            hint="hand in the part that is about the VPN",
        )
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data:
        number = data[: data.index(b"\0")].count(b"\n") + 1
        raise InputError("this is no text: there are NUL bytes in it", where=f"{name}:{number}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")

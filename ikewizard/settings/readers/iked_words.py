"""The words of ``iked.conf`` (iked.conf(5) and iked/parse.y of OpenIKED): statements, quotes and macros."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ikewizard.errors import InputError
from ikewizard.settings.units import Line

_PIECE = re.compile(
    r"(?P<blank>\s+)|(?P<comment>#.*)|(?P<quote>[\"'])|\$(?P<macro>\w*)"
    r"|(?P<sign>[{}(),=<>!])|(?P<bare>[^\s{}(),=<>!#\"'$]+)|(?P<other>.)"
)
_MACRO_NAME = re.compile(r"\w+")


@dataclass(frozen=True)
class Word:
    """One word, where it stands, and whether it was in quotes: then it is never a keyword."""

    text: str
    line: Line
    quoted: bool = False
    missing: str = ""
    """The macro that it should come from, where that is not defined."""

    def is_one_of(self, *keywords: str) -> bool:
        """Return whether it is one of ``keywords``."""
        return not self.quoted and self.text in keywords


@dataclass
class Statement:
    """One statement: the lines that it takes (some of them only comment) and its words."""

    lines: list[Line] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


def statements(lines: Sequence[Line]) -> Iterator[Statement]:
    """Yield every statement. Raises InputError for a quote that is not closed."""
    reader = _Reader()
    for line in lines:
        statement = reader.take(line)
        if statement is not None:
            yield statement
    if reader.quote:
        raise InputError(
            "a quoted text is not closed",
            where=f"{reader.opened.file}:{reader.opened.number}" if reader.opened else "",
            hint="the text may have been cut off; hand it in whole",
        )
    if reader.statement.lines:
        yield reader.done()


class _Reader:
    def __init__(self) -> None:
        self.statement = Statement()
        self.macros: dict[str, str] = {}
        self.quote = ""
        self.opened: Line | None = None
        self._quoted: list[str] = []
        self._in_comment = False

    def take(self, line: Line) -> Statement | None:
        """Take ``line`` in, and return the statement that it ends."""
        text = line.text.rstrip("\r")
        more = text.endswith("\\") and not self.quote
        self.statement.lines.append(line)
        place = 0
        text = text[:-1] if more else text
        while place < len(text) and not self._in_comment:
            place = self._inside(text, place, line) if self.quote else self._piece(text, place, line)
        if self.quote or more:
            return None
        self._in_comment = False
        return self.done()

    def done(self) -> Statement:
        """Return the statement that was read; one that defines a macro comes as a mere ``=``."""
        statement, self.statement = self.statement, Statement()
        words = statement.words
        if len(words) > 1 and words[1].is_one_of("=") and _MACRO_NAME.fullmatch(words[0].text):
            self.macros[words[0].text] = " ".join(word.text for word in words[2:])
            return Statement(statement.lines, [Word("=", words[0].line)])
        return statement

    def _piece(self, text: str, place: int, line: Line) -> int:
        found = _PIECE.match(text, place)
        if found is None:
            return len(text)
        if found["comment"]:
            # A comment goes on in the next line where its own ends with a backslash (parse.y, lgetc).
            self._in_comment = True
        elif found["quote"]:
            self.quote, self.opened, self._quoted = found["quote"], line, []
        elif found["macro"] is not None:
            self._expand(found["macro"], line)
        elif not found["blank"]:
            self.statement.words.append(Word(found[0], line))
        return found.end()

    def _inside(self, text: str, place: int, line: Line) -> int:
        ends = [end for end in (text.find(self.quote, place), text.find("\\", place)) if end >= 0]
        end = min(ends, default=len(text))
        self._quoted.append(text[place:end])
        if end < len(text) and text[end] == "\\":
            after = text[end + 1 : end + 2]
            known = after in (self.quote, " ", "\t") and bool(after)
            self._quoted.append(after if known else "\\" if after else "")
            return end + (2 if known else 1)
        if end < len(text):
            self.statement.words.append(Word("".join(self._quoted), self.opened or line, quoted=True))
            self.quote = ""
        return end + 1

    def _expand(self, name: str, line: Line) -> None:
        if name not in self.macros:
            self.statement.words.append(Word("", line, quoted=True, missing=name))
            return
        # What a macro holds is read as if it stood here, but for macros in it (parse.y, yylex).
        for found in _PIECE.finditer(self.macros[name]):
            if not found["blank"] and not found["quote"]:
                self.statement.words.append(Word(found[0], line))

"""Every word, key hint, mark and colour of the screens."""

from __future__ import annotations

from ikewizard.core.record import dataclass


@dataclass(frozen=True)
class Marks:
    """The signs that are drawn; ``ASCII`` ones where the terminal's encoding has no others."""

    question: str
    pointer: str
    ellipsis: str
    unicode: bool


UNICODE = Marks(question="?", pointer="»", ellipsis="…", unicode=True)
ASCII = Marks(question="?", pointer=">", ellipsis="...", unicode=False)

COLOURS: list[tuple[str, str]] = [
    ("qmark", "ansicyan bold"),
    ("question", "bold"),
    ("answer", "ansigreen bold"),
    ("body", ""),
    ("why", "ansicyan"),
    ("more", "ansiyellow"),
    ("pointer", "ansicyan bold"),
    ("highlighted", "ansicyan bold"),
    ("option", ""),
    ("action", "ansibrightblack"),
    ("instruction", "ansibrightblack"),
]

HINT_MOVE = "arrows, number or letter, then Enter"
HINT_MOVE_SHORT = "Enter chooses"
HINT_WHY = "? why"
HINT_READ = "Space reads all"
HINT_READING = "Space goes on, Up goes back, q leaves"
HINT_READING_SHORT = "Space goes on"
HINT_JOIN = " | "
NO_WHY = "Nothing more is known about why this is asked."

PASTE_ENDS = "It ends by itself when nothing more comes. Enter or Ctrl-D ends it too."
PASTE_AFTER = "What next?"
PASTE_DONE = "That is all of it"
PASTE_MORE = "Paste more"
PASTE_DROP = "Throw it away"
READ_FIRST = "Go on to the answer"
LINE_TITLE = "Your answer"

PLAIN_ANSWER = "Your answer: "
PLAIN_OR = "Or instead of an answer:"
PLAIN_ENTER_IS = "Enter alone: "
PLAIN_LINE = "> "


_DRAWN = "\u2022\u2500\u2550\u2502\u2506"
"""What a document draws where it may: the bullet, lines, and the marks beside what is quoted."""


def marks_for(encoding: str) -> Marks:
    """Return the marks that ``encoding`` has signs for."""
    try:
        f"{UNICODE.pointer}{UNICODE.ellipsis}{_DRAWN}".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


def numbered_title(title: str, number: int) -> str:
    """Return the title of a question with its number in the session."""
    return f"[{number}] {title}" if number else title


def more_lines(count: int, marks: Marks) -> str:
    """Return the line that stands for the lines of a text for which the screen is too small."""
    return f"{marks.ellipsis} {lines(count)} more: Space reads all"


def lines(count: int) -> str:
    """Return a number of lines in words."""
    return f"{count} line{'' if count == 1 else 's'}"


def entries_shown(first: int, last: int, total: int) -> str:
    """Return which entries of a long menu are on the screen."""
    return f"{first}-{last} of {total}"


def lines_shown(first: int, last: int, total: int) -> str:
    """Return which lines of a long text are on the screen."""
    return f"lines {first}-{last} of {total}"


def arriving(count: int) -> str:
    """Return what is shown while a paste arrives."""
    return f"Taking in a paste: {lines(count)} so far"


def taken(count: int) -> str:
    """Return what is shown when a paste has arrived."""
    return f"{lines(count)} taken in"


LONGEST_ECHO = 24


def was_pasted(count: int) -> str:
    """Return what stands in the place of an answer when a paste came instead."""
    return f"(no answer: {lines(count)} came in at once)"


def plain_prompt(*, why: bool) -> str:
    """Return the prompt of a numbered question."""
    return f"{PLAIN_ANSWER.removesuffix(': ')} (? tells why): " if why else PLAIN_ANSWER


def plain_wrong(said: str, count: int) -> str:
    """Return the reply to an answer that is none."""
    help_ = f"Type a number from 1 to {count}, or a letter in brackets."
    if not said:
        return f"Nothing was answered. {help_}"
    if len(said) > LONGEST_ECHO:
        # A line of a log may hold a secret: it is not said again.
        return f"That line is none of the answers. {help_} A log is handed in with l, or by: ikewizard FILE"
    return f"'{said}' is none of the answers. {help_}"


def plain_unclear(said: str, number: int, label: str) -> str:
    """Return the reply to a number that is also the text of another answer."""
    return (
        f"'{said}' is both the number of one answer and the text of another. "
        f"Type #{said} for answer number {said}, or #{number} for '{label}'."
    )


def plain_chosen(label: str) -> str:
    """Return the confirmation of what was chosen."""
    return f"Chosen: {label}"

"""The file of a handover: what was written is read back, and nothing else is taken."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.core.events import Event
from ikewizard.errors import InputError, SessionError
from ikewizard.sessions import handover
from ikewizard.sessions.handover import FORMAT, Note, log_lines, read, whole_lines, written
from tests.sessions.test_store import ANSWER, EVIDENCE, started

EVENTS: tuple[Event, ...] = (started("abcdef"), ANSWER, EVIDENCE)
NOTE = Note(FORMAT, "abcdef", "2026-01-02T11:00:00Z", "0.1.0", "none", len(EVENTS), "jane")
LOG = ["10:00:00 east charon: no proposal", "", "tab\t \u20ac \u2028 \x1b[31m"]


def made(events: Iterable[Event] = EVENTS, note: Note = NOTE, **logs: Iterable[str]) -> bytes:
    """Return the bytes of a file; an underscore in the name of a log stands for the hyphen."""
    named = ((name.replace("_", "-"), lines) for name, lines in logs.items())
    return b"".join(written(note, events, named))


def taken(data: bytes, block: int = 1 << 16) -> handover.Handover:
    """Return what is read of a file that comes in blocks of this size."""
    return read(whole_lines(data[at : at + block] for at in range(0, len(data), block)))


@pytest.mark.parametrize("block", [1, 7, 1 << 16])
def test_what_was_written_is_read_back(block: int) -> None:
    """Note, events and logs come back to the letter, however the file is read."""
    data = made(log_1=LOG)
    found = taken(data, block)
    assert (found.note, found.events, found.logs) == (NOTE, EVENTS, ("log-1",))
    logs = [(name, list(lines)) for name, lines in log_lines(whole_lines([data]))]
    assert logs == [("log-1", LOG)]
    assert data.isascii()


def test_the_first_line_says_what_it_is() -> None:
    """Whoever opens the file in an editor sees who made it, with what, and what to do with it."""
    first = json.loads(made().splitlines()[0])
    assert first["by"] == "jane"
    assert first["version"] == "0.1.0"
    assert taken(made()).note.go_on_with == "ikewizard resume FILE"


def test_every_torn_file_is_refused() -> None:
    """Wherever it breaks off, nothing of it is taken, and the message says so."""
    data = made(log_1=LOG)
    for end in range(1, len(data)):
        with pytest.raises(InputError) as caught:
            taken(data[:end])
        if end > len(data.split(b"\n")[0]):
            assert "breaks off" in caught.value.what


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_change_of_a_file_breaks_the_reading(data: st.DataObject) -> None:
    """A file that was tampered with is read or refused with a reason: there is no third way."""
    content = bytearray(made(log_1=LOG))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.integers(0, 40))
        content[at : at + gone] = data.draw(st.binary(max_size=20))
    with contextlib.suppress(InputError):
        assert taken(bytes(content)).events


def lines_with(change: Callable[[list[bytes]], None]) -> bytes:
    """Return a file with its lines changed."""
    lines = made(log_1=LOG).splitlines()
    change(lines)
    return b"".join(line + b"\n" for line in lines)


def test_what_is_no_handover_is_told_as_such() -> None:
    """Any other file gives one plain sentence."""
    for content in (b"2026-01-02 a log\n", b"\0" * 100, b"[]\n", b"{}\n", b"[" * 100_000 + b"\n", b"\xff\n"):
        with pytest.raises(InputError, match="no handover file"):
            taken(content)
    with pytest.raises(InputError, match="the file is empty"):
        taken(b"")


@pytest.mark.parametrize(
    ("number", "old", "new", "why"),
    [
        (0, b'"by"', b'"path"', "this is no handover file"),
        (0, b"handover-1", b"handover-2", "this is no handover file"),
        (0, b'"abcdef"', b'"../../x"', "this is no handover file"),
        (0, b'"events":3', b'"events":2', "line 4: unknown key|line 4: .*unknown"),
        (0, b'"events":3', b'"events":9', "line 5: its format is version None"),
        (1, b"abcdef", b"bbbbbb", "another session than the note says"),
        (1, b'"v":1', b'"v":2', "its format is version 2"),
        (2, b'"at"', b'"path"', "path: unknown key"),
        (2, b'"answered"', b'"danced"', "events of the kind 'danced' are not known"),
        (3, b'"id":"log-1"', b'"id":"../../x"', "the id of this evidence is none"),
        (4, b'"log":"log-1"', b'"log":"log-2"', "belongs to no evidence"),
        (4, b'"log":"log-1"', b'"log":"../x"', "belongs to no evidence"),
        (4, b'"lines"', b'"file"', "unknown key"),
        (5, b"3", b"2", "lines of the logs are missing"),
        (5, b"{", b'{"x":1,', "unknown key"),
    ],
)
def test_what_nobody_wrote_is_refused(number: int, old: bytes, new: bytes, why: str) -> None:
    """Unknown fields, ids that are paths, other versions, and numbers that do not agree."""

    def change(lines: list[bytes]) -> None:
        assert old in lines[number]
        lines[number] = lines[number].replace(old, new)

    with pytest.raises(InputError, match=why):
        taken(lines_with(change))


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines.insert(5, lines[4]),  # more lines than its end counts
        lambda lines: lines.append(lines[5]),
        lambda lines: lines.insert(2, lines[1]),
        lambda lines: lines.__setitem__(5, b"null"),
        lambda lines: lines.__setitem__(4, b"[" * 100_000),
        lambda lines: lines.__setitem__(4, b'{"log":"log-1","lines":[1' + b"0" * 5000 + b"]}"),
    ],
)
def test_a_file_of_other_lines_is_refused(change: Callable[[list[bytes]], None]) -> None:
    """Lines that stand twice, at the wrong place, or are too deep."""
    with pytest.raises(InputError):
        taken(lines_with(change))


def test_too_much_is_refused_before_it_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file, a line, or the events of a session beyond any honest size are not read to the end."""
    monkeypatch.setattr(handover, "MOST", 10_000)
    asked = 0

    def endless() -> Iterable[bytes]:
        nonlocal asked
        yield made().splitlines(keepends=True)[0]
        while True:
            asked += 1
            yield b"x" * 1000

    with pytest.raises(InputError, match="holds more than"):
        read(whole_lines(endless()))
    assert asked < 20
    monkeypatch.setattr(handover, "_LINE", 3000)
    with pytest.raises(InputError, match="a line in it is too long"):
        read(whole_lines(endless()))
    data = made()
    monkeypatch.setattr(handover, "_EVENTS", 300)
    with pytest.raises(InputError, match="larger than those of any session"):
        taken(data)
    with pytest.raises(SessionError, match="too large to be handed over"):
        made()


def test_logs_are_cut_where_they_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file has no room for is counted, and a line tells how much it was."""
    monkeypatch.setattr(handover, "_LOGS", 5000)
    monkeypatch.setattr(handover, "_PIECE", 1000)
    monkeypatch.setattr(handover, "_LOG_LINE", 100)
    data = made(log_1=["x" * 90] * 100 + ["y" * 500])
    (name, lines), *_ = [(name, list(lines)) for name, lines in log_lines(whole_lines([data]))]
    assert (name, lines[0]) == ("log-1", "x" * 90)
    assert lines[-1].startswith(f"[... {101 - (len(lines) - 1)} more lines: a handover holds no more than")
    monkeypatch.setattr(handover, "_LOGS", 50_000)
    (_, lines), *_ = [(n, list(found)) for n, found in log_lines(whole_lines([made(log_1=["y" * 500])]))]
    assert lines == ["y" * 100 + " [... the line goes on]"]

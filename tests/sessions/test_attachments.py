"""What is kept of the logs that were handed in: whole, packed, for the owner only, and bounded."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ikewizard.errors import InputError, SessionError
from ikewizard.sessions import attachments
from ikewizard.sessions.attachments import Attachments
from ikewizard.sessions.store import StoreError

LINES = ["10:00:00 east charon: received NO_PROPOSAL_CHOSEN", "", "tab\tand \u2028 \x1b[31m end", "last"]


def file_of(folder: Path, evidence: str = "evidence-1") -> Path:
    """Return the file in which a text is kept."""
    return folder / "attachments" / "abcdef" / f"{evidence}.gz"


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    """The lines come back to the letter, out of an ordinary packed file."""
    kept = Attachments(tmp_path)
    kept.keep("abcdef", "evidence-1", iter(LINES))
    assert list(kept.lines("abcdef", "evidence-1")) == LINES
    assert gzip.decompress(file_of(tmp_path).read_bytes()).decode() == "\n".join(LINES) + "\n"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text().map(lambda text: text.replace("\n", "")), max_size=20))
def test_any_lines_are_read_back(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    """Whatever stands in a line, it comes back as one line."""
    kept = Attachments(tmp_path_factory.mktemp("any"))
    kept.keep("abcdef", "e", lines)
    assert list(kept.lines("abcdef", "e")) == lines


def test_lines_across_blocks_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a block ends makes no difference, not even within a character."""
    monkeypatch.setattr(attachments, "_BLOCK", 3)
    lines = ["\u20ac\u20ac\u20ac", "a" * 20, "", "\U0001f600"]
    kept = Attachments(tmp_path)
    kept.keep("abcdef", "e", lines)
    assert list(kept.lines("abcdef", "e")) == lines


def test_an_item_is_one_line(tmp_path: Path) -> None:
    """A line end within an item, and half a character, do no harm."""
    kept = Attachments(tmp_path)
    kept.keep("abcdef", "e", ["a\nb", "\ud800"])
    assert list(kept.lines("abcdef", "e")) == ["a b", "?"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_the_owner_may_read(tmp_path: Path) -> None:
    """Files are 0600 and their folders 0700, even if one was there and open to all."""
    (tmp_path / "attachments").mkdir(mode=0o755)
    Attachments(tmp_path).keep("abcdef", "evidence-1", LINES)
    file = file_of(tmp_path)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent, file.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]


def test_nothing_is_created_before_something_is_kept(tmp_path: Path) -> None:
    """Looking for texts and forgetting them leaves no folder behind."""
    kept = Attachments(tmp_path / "data")
    assert kept.names("abcdef") == ()
    kept.forget("abcdef")
    assert not (tmp_path / "data").exists()


def test_the_rest_of_a_large_text_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too much is not kept, and a last line tells how much it was; no line is kept in part."""
    monkeypatch.setattr(attachments, "MOST", 100)
    kept = Attachments(tmp_path)
    kept.keep("abcdef", "e", ("x" * 29 for _ in range(10)))
    assert list(kept.lines("abcdef", "e"))[2:] == [
        "x" * 29,
        "[... 7 more lines: no more than 0 MiB of a text are kept]",
    ]
    kept.keep("abcdef", "e", ["x" * 200, "short"])
    assert [line[:18] for line in kept.lines("abcdef", "e")] == ["[... 2 more lines:"]


def test_a_text_is_taken_as_it_comes(tmp_path: Path) -> None:
    """A text of the largest size is never held as a whole, and neither is what is left off."""
    most = attachments.MOST // 1000
    line = "x" * 999

    def many() -> Iterator[str]:
        yield from (line for _ in range(most + 500))

    kept = Attachments(tmp_path)
    kept.keep("abcdef", "e", many())
    *found, last = kept.lines("abcdef", "e")
    assert (len(found), last.split(":")[0]) == (most, "[... 500 more lines")


def test_texts_are_named_in_their_order(tmp_path: Path) -> None:
    """The tenth comes after the second, and what is no text of ours is not among them."""
    kept = Attachments(tmp_path)
    for number in (10, 2, 1):
        kept.keep("abcdef", f"evidence-{number}", LINES)
    (file_of(tmp_path).parent / "Other.gz").write_bytes(b"")
    (file_of(tmp_path).parent / "evidence-3.gz").mkdir()
    assert kept.names("abcdef") == ("evidence-1", "evidence-2", "evidence-10")


def test_what_is_kept_again_takes_the_place(tmp_path: Path) -> None:
    """The later text counts, and nothing else lies about."""
    kept = Attachments(tmp_path)
    kept.keep("abcdef", "evidence-1", LINES)
    kept.keep("abcdef", "evidence-1", ["new"])
    assert list(kept.lines("abcdef", "evidence-1")) == ["new"]
    assert [path.name for path in file_of(tmp_path).parent.iterdir()] == ["evidence-1.gz"]


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    """Half a text is none: what was kept before stays, and no file of the attempt does."""

    def broken() -> Iterator[str]:
        yield "one"
        raise InputError("gone")

    kept = Attachments(tmp_path)
    kept.keep("abcdef", "evidence-1", LINES)
    with pytest.raises(InputError):
        kept.keep("abcdef", "evidence-1", broken())
    assert list(kept.lines("abcdef", "evidence-1")) == LINES
    assert [path.name for path in file_of(tmp_path).parent.iterdir()] == ["evidence-1.gz"]


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "A", "a.b", "-a", "x" * 65, "a\0", "a\n", "/etc"])
def test_an_id_is_no_path(tmp_path: Path, name: str) -> None:
    """Nothing that a session file says leads anywhere else."""
    kept = Attachments(tmp_path)
    with pytest.raises(SessionError):
        kept.keep("abcdef", name, LINES)
    with pytest.raises(SessionError):
        list(kept.lines("abcdef", name))
    for call in (kept.names, kept.forget):
        with pytest.raises(SessionError):
            call(name)
    assert [*tmp_path.iterdir()] == []


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    """Where no folder can be, the error names the place and says that the session goes on."""
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError, match="cannot be kept") as caught:
        Attachments(tmp_path / "data").keep("abcdef", "e", LINES)
    assert str(tmp_path) in caught.value.where
    assert "the session goes on" in caught.value.hint


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written whole is not there at all."""

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        Attachments(tmp_path).keep("abcdef", "evidence-1", LINES)
    assert [*file_of(tmp_path).parent.iterdir()] == []


def packed(size: int) -> bytes:
    """Return ``size`` bytes of nothing, packed."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(bytes(2**20)) for _ in range(size // 2**20)), packer.flush()])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "breaks off"),
        (b"no such thing", "incorrect header"),
        (gzip.compress(b"whole", mtime=0)[:-6], "breaks off"),
        (packed(80 * 2**20), "more than the 32 MiB"),
    ],
    ids=["empty", "another", "torn", "flood"],
)
def test_what_was_not_written_here_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    """A damaged file and one that unpacks to a flood give a clear error, and no flood."""
    kept = Attachments(tmp_path)
    kept.keep("abcdef", "evidence-1", LINES)
    file_of(tmp_path).write_bytes(content)
    with pytest.raises(SessionError, match=why):
        for _ in kept.lines("abcdef", "evidence-1"):
            pass


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    """Evidence of which no text is kept gives a clear error."""
    with pytest.raises(SessionError, match="no text is kept for 'evidence-1'"):
        list(Attachments(tmp_path).lines("abcdef", "evidence-1"))


def test_a_session_is_forgotten_with_its_texts(tmp_path: Path) -> None:
    """Nothing of the one session stays, and nothing of another goes."""
    kept = Attachments(tmp_path)
    kept.keep("abcdef", "evidence-1", LINES)
    kept.keep("other", "evidence-1", LINES)
    kept.forget("abcdef")
    assert (kept.names("abcdef"), kept.names("other")) == ((), ("evidence-1",))
    assert not file_of(tmp_path).parent.exists()

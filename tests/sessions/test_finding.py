"""Sessions are listed, and found by a prefix of their id, which never leads out of the folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.events import Answered, Finished, WentBack
from ikewizard.errors import SessionError
from ikewizard.sessions.choosing import find, listed
from ikewizard.sessions.store import SessionStore, new_id
from tests.sessions.test_store import begun


def test_the_list_shows_the_latest_first(tmp_path: Path) -> None:
    """Sessions are told apart by start, last event, ending and the answers that stand."""
    store = begun(tmp_path, "aaaaaa", "2026-01-01T08:00:00Z")
    store.append("aaaaaa", Answered("2026-01-03T08:00:00Z", "nat", "none"))
    store.append("aaaaaa", WentBack("2026-01-03T08:01:00Z", "nat"))
    begun(tmp_path, "bbbbbb").append("bbbbbb", Finished("2026-01-02T11:00:00Z", "solved"))
    (tmp_path / "sessions" / "notes.txt").write_text("not a session")
    rows = [(s.id, s.started, s.last, s.ending, s.answers) for s in listed(store)]
    assert rows == [
        ("aaaaaa", "2026-01-01T08:00:00Z", "2026-01-03T08:01:00Z", None, 1),
        ("bbbbbb", "2026-01-02T10:00:00Z", "2026-01-02T11:00:00Z", "solved", 1),
    ]


@pytest.mark.parametrize(
    ("prefix", "found"),
    [("aab", "aabbcc"), ("AABB", "aabbcc"), (" aab ", "aabbcc"), ("aa", "aa"), ("", "aabbcc")],
)
def test_a_session_is_found_by_a_prefix(tmp_path: Path, prefix: str, found: str) -> None:
    """An unambiguous beginning is enough, an exact id always is, and nothing means the latest unfinished."""
    begun(tmp_path, "aa", "2026-01-01T08:00:00Z").append("aa", Finished("2026-01-09T08:00:00Z", "solved"))
    store = begun(tmp_path, "aabbcc", "2026-01-02T08:00:00Z")
    assert find(store, prefix) == found


@pytest.mark.parametrize(
    ("wanted", "what", "hint"),
    [
        ("a", "'a' fits more than one session: aaaaaa, abbbbb", "type more of the id"),
        ("abbbbc", "there is no session 'abbbbc'", "did you mean 'abbbbb'?"),
        ("zzzzzz", "there is no session 'zzzzzz'", "'ikewizard sessions' lists"),
        ("../../x", "there is no session '../../x'", "'ikewizard sessions' lists"),
        ("\x1b[2J", "there is no session '?[2J'", "'ikewizard sessions' lists"),
        ("", "there is no unfinished session", "start one with 'ikewizard'"),
    ],
)
def test_a_session_that_is_not_found_gives_a_way_on(
    tmp_path: Path, wanted: str, what: str, hint: str
) -> None:
    """Each error says what is wrong in a line, and what to do next."""
    for session in ("aaaaaa", "abbbbb"):
        begun(tmp_path, session).append(session, Finished("2026-01-02T11:00:00Z", "solved"))
    with pytest.raises(SessionError) as caught:
        find(SessionStore(tmp_path), wanted)
    assert caught.value.what == what
    assert hint in caught.value.hint


@pytest.mark.parametrize("act", ["read", "reopen", "append"])
@pytest.mark.parametrize("session", ["zzzzzz", "../passwd", "", "a/b"])
def test_an_id_never_leads_out_of_the_folder(tmp_path: Path, act: str, session: str) -> None:
    """No method opens anything for an id that is unknown or no id."""
    (tmp_path / "passwd.jsonl").write_text("secret")
    store = begun(tmp_path)
    with pytest.raises(SessionError, match="there is no session"):
        getattr(store, act)(session)


@given(st.binary(min_size=4, max_size=16))
def test_an_id_is_short_and_safe(randomness: bytes) -> None:
    """Any randomness gives six characters that need no quoting in a shell or a file name."""
    session = new_id(randomness)
    assert len(session) == 6
    assert session.isascii()
    assert session.isalnum()


def test_ids_differ_with_their_randomness() -> None:
    """Different randomness gives different ids; too little of it is refused."""
    assert len({new_id(number.to_bytes(4, "big")) for number in range(1000)}) == 1000
    with pytest.raises(ValueError, match="four bytes"):
        new_id(b"abc")

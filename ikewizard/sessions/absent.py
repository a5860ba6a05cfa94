"""What is told of a session that there is not."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.errors import SessionError


def no_such(session: str, ids: Sequence[str]) -> SessionError:
    """Return the error about an id that none of the ``ids`` is, with the one that may be meant."""
    import difflib  # noqa: PLC0415 - only an error pays for it

    shown = "".join(c if c.isprintable() else "?" for c in session)[:40]
    close = difflib.get_close_matches(shown.lower(), ids, n=1, cutoff=0.5)
    hint = f"did you mean '{close[0]}'?" if close else "'ikewizard sessions' lists those that there are"
    return SessionError(f"there is no session '{shown}'", hint=hint)


def none_unfinished(empty: int) -> SessionError:
    """Return the error where no session can be gone on with; so many were begun, and nothing else."""
    if not empty:
        return SessionError("there is no unfinished session", hint="start one with 'ikewizard'")
    return SessionError(
        "there is no unfinished session in which anything was answered or handed in",
        hint="start one with 'ikewizard'; 'ikewizard sessions --empty' lists those that were only begun",
    )

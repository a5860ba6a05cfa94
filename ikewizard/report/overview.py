"""Many logs at a glance: one row, or one JSON object, a tunnel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ikewizard.core.playbook import Playbook
from ikewizard.core.record import dataclass
from ikewizard.report.diagnosis import Diagnosis, Tunnel, Verdict
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Table

_WORDS: dict[Verdict, str] = {
    "cause-found": "cause found",
    "possible-causes": "causes possible",
    "established": "up",
    "undetermined": "undetermined",
}
_TAKEN_DOWN = "taken down"
_NOTHING = "-"
# What somebody must look at stands first, of what came up what was taken down; of one rank, in the order
# of the files.
_RANKS: dict[Verdict, int] = {"cause-found": 0, "possible-causes": 0, "undetermined": 1, "established": 2}


@dataclass(frozen=True)
class Row:
    """One tunnel of one log; ``title`` is what its first cause is called, in words.

    ``taken_down`` is who took it down after it had come up, or ``unknown``.
    """

    file: str
    name: str
    peer: str
    verdict: Verdict
    causes: tuple[str, ...] = ()
    title: str = ""
    certainty: str = ""
    taken_down: str = ""

    @property
    def words(self) -> str:
        """The verdict in words."""
        return _TAKEN_DOWN if self.taken_down else _WORDS[self.verdict]


def rows_of(file: str, found: Diagnosis) -> tuple[Row, ...]:
    """Return a row for each tunnel of the log ``file``; one without a name where it shows none."""
    return tuple(_row(file, tunnel) for tunnel in found.tunnels or (found.main,))


def row_json(row: Row) -> dict[str, object]:
    """Return a row as JSON data; ``causes`` are ids, the likeliest first, ``title`` is that one in words."""
    return {
        "file": row.file,
        "name": row.name,
        "peer": row.peer,
        "verdict": row.verdict,
        "causes": [*row.causes],
        "title": row.title or None,
        "certainty": row.certainty or None,
        "taken_down": row.taken_down or None,
    }


def overview_document(rows: Sequence[Row], playbook: Playbook) -> Document:
    """Return the table of all tunnels, those that are down first, and its causes in words."""
    return Document(tuple(_blocks(rows, playbook)))


def _blocks(rows: Sequence[Row], playbook: Playbook) -> Iterator[Block]:
    yield Table(
        ("file", "tunnel", "peer", "verdict", "first cause"),
        tuple(
            (row.file, row.name or _NOTHING, _peer(row), row.words, _first(row))
            for row in sorted(rows, key=lambda row: (_RANKS[row.verdict], not row.taken_down))
        ),
    )
    files = len({row.file for row in rows})
    counts = [
        f"{count} {words}"
        for words in (*_WORDS.values(), _TAKEN_DOWN)
        if (count := sum(row.words == words for row in rows))
    ]
    yield Paragraph(f"{_count(len(rows), 'row')} from {_count(files, 'log')}: {', '.join(counts)}.")
    named = {row.causes[0] for row in rows if row.causes}
    if named:
        yield Heading("The causes in words", 2)
        yield Items(tuple(f"{cause}: {playbook.causes[cause].title}" for cause in sorted(named)))


def _row(file: str, tunnel: Tunnel) -> Row:
    conclusion = tunnel.situation.conclusion
    first = conclusion.suspects[0] if conclusion and conclusion.suspects else None
    return Row(
        file,
        tunnel.name,
        tunnel.peer,
        tunnel.verdict,
        tunnel.causes,
        first.cause.title if first else "",
        first.certainty if first else "",
        tunnel.taken_down,
    )


def _peer(row: Row) -> str:
    # A tunnel that no line names goes by its peer: once is enough.
    return row.peer if row.peer and row.peer != row.name else _NOTHING


def _first(row: Row) -> str:
    if not row.causes:
        return _NOTHING
    more = f" (+{len(row.causes) - 1})" if row.causes[1:] else ""
    return f"{row.causes[0]}{more}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

"""Recorded logs that were damaged on the way: cut, shuffled, doubled, mixed, with garbage in between."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ikewizard.logs.catalog import Catalog
from ikewizard.logs.decode import decode, split_lines
from ikewizard.logs.reading import Reading, read_scan
from ikewizard.logs.scan import scan
from ikewizard.report.line_by_line import Log, Page, explain_lines, explanation, explanation_of_both
from ikewizard.report.text import render_text

TESTS = Path(__file__).parents[1]
RECORDED = sorted(
    [*TESTS.glob("corpus/cases/*/*or.log"), *TESTS.glob("logs/samples/*/*.log")], key=lambda path: path.parts
)
# One ends while the path is cut for some seconds: alone it does not show that the tunnel is healthy.
CUT_SHORT = "ok-v2-ondemandblip-lsw52-sw6"
HEALTHY = [
    path
    for path in RECORDED
    if (path.parent.name.startswith("ok-") and path.parts[-2:] != (CUT_SHORT, "initiator.log"))
    or "healthy" in path.name
]

HOSTILE = (
    "\x1b[2J\x1b[31m",
    "\x1b]0;owned\x07",
    "\x9b31m",
    "\x00",
    "\r",
    "\u202e",
    "\ud800",
    "\x1b",
    "{0}{x}%s",
    "|`*<b>_",
)
# Without a time: lines out of the order of time would tell which way round a log was printed.
NOISE = (
    "gw CRON[811]: (root) CMD (test -x /usr/sbin/anacron)",
    "gw sshd[912]: Accepted publickey for ops from 192.0.2.9 port 40112 ssh2",
    "gw dhclient[400]: DHCPACK of 10.0.0.7 from 10.0.0.1",
    "gw kernel: [ 12.345] eth0: link up, 1000 Mbps",
    "gw postfix/smtpd[77]: connect from mail.example.com[203.0.113.77]",
    "GET /index.html HTTP/1.1 200",
    "-- Journal begins at Mon 2026-11-23 --",
    "",
    "\t",
    "-----",
)
Lines = list[str]


def lines_of(path: Path) -> Lines:
    """Return the lines of a recorded log."""
    return split_lines(decode(path.read_bytes()))


@st.composite
def damaged(draw: st.DrawFn) -> Lines:
    """Return a recorded log after up to four kinds of damage."""
    lines = lines_of(draw(st.sampled_from(RECORDED)))
    for _ in range(draw(st.integers(1, 4))):
        lines = _damage(draw, lines) or ["x"]
    return lines


def _damage(draw: st.DrawFn, lines: Lines) -> Lines:
    place = draw(st.integers(0, max(0, len(lines) - 1)))
    end = draw(st.integers(place, len(lines)))
    kind = draw(st.sampled_from(["cut", "shuffle", "double", "mix", "insert", "inside", "shorten", "prefix"]))
    if kind == "cut":
        return lines[:place] + lines[end:]
    if kind == "shuffle":
        return [*lines[:place], *draw(st.permutations(lines[place:end][:40])), *lines[end:]]
    if kind == "double":
        return lines[:end] + lines[place:]
    if kind == "mix":
        other = lines_of(draw(st.sampled_from(RECORDED)))
        return [line for pair in zip(lines, other, strict=False) for line in pair] + lines[len(other) :]
    if kind == "insert":
        return [
            *lines[:place],
            draw(st.one_of(st.text(max_size=200), st.sampled_from(HOSTILE))),
            *lines[place:],
        ]
    changed = lines[place] if lines else ""
    at = draw(st.integers(0, len(changed)))
    if kind == "inside":
        changed = (
            changed[:at] + draw(st.sampled_from(HOSTILE)) * draw(st.sampled_from([1, 3, 5000])) + changed[at:]
        )
    elif kind == "shorten":
        changed = changed[:at]
    else:
        changed = (
            draw(st.sampled_from(["<134>1 ", "gw1 | ", "2026-11-23T13:54:18.123Z host ", "\x00", ""]))
            + changed[at:]
        )
    return [*lines[:place], changed, *lines[place + 1 :]]


def read(lines: Lines, catalog: Catalog) -> tuple[Reading, Log]:
    """Return what a log says, and the log as it is shown."""
    found = scan(lines, catalog)
    reading = read_scan(found, catalog, name="test.log")
    explained = list(explain_lines(enumerate(lines, start=1), found, catalog))
    return reading, Log("test.log", explained, found, reading, reading.note, None)


def said(reading: Reading) -> Iterator[str]:
    """Yield every text of a reading that somebody may be shown."""
    yield from reading.note
    yield from (each.text for each in reading.unknown)
    findings = [*reading.findings, *(f for each in reading.connections for f in each.findings)]
    for finding in findings:
        yield from (finding.fact, finding.value, finding.source.text, finding.source.means)
    for connection in reading.connections:
        yield from (connection.name, connection.peer, connection.means)


def raw(text: str) -> list[str]:
    """Return what no screen may get: controls, surrogates, and what turns the direction of writing around."""
    bad = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    return [
        sign for sign in text if sign in bad or (unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n")
    ]


slowly = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@slowly
@given(lines=damaged())
def test_whatever_became_of_a_log_it_is_read(shipped: Catalog, lines: Lines) -> None:
    """Nothing fails, each line is counted once, and nothing raw gets into what is shown."""
    reading, log = read(lines, shipped)
    count = reading.lines
    assert count.read == len(lines) == count.understood + count.ignored + count.unknown
    assert len(log.explained) == len(lines)
    assert [sign for text in said(reading) for sign in raw(text)] == []
    assert raw(render_text(explanation(log, Page(60)), 60)) == []


@slowly
@given(ours=damaged(), theirs=damaged())
def test_whatever_became_of_two_logs_they_are_shown_together(
    shipped: Catalog, ours: Lines, theirs: Lines
) -> None:
    """Logs that do not belong together, or are damaged, still make a page of the width that is asked for."""
    page = explanation_of_both(read(ours, shipped)[1], read(theirs, shipped)[1], Page(60, unicode=False))
    text = render_text(page, 60, unicode=False)
    assert raw(text) == []
    ladder = [line for line in text.splitlines() if line.count("|") == 3 and "..." not in line]
    assert all(len(line) <= 60 for line in ladder)


@pytest.mark.parametrize("path", HEALTHY, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_healthy_log_is_not_accused(path: Path, shipped: Catalog) -> None:
    """The logs that the next test adds noise to come up without it."""
    assert "failed" not in {each.outcome for each in read(lines_of(path), shipped)[0].connections}


@slowly
@given(data=st.data())
def test_noise_accuses_nobody(shipped: Catalog, data: st.DataObject) -> None:
    """A tunnel that came up stays up, by the same facts, whatever other programs write in between."""
    lines = lines_of(data.draw(st.sampled_from(HEALTHY)))
    before = read(lines, shipped)[0]
    for _ in range(data.draw(st.integers(1, 12))):
        lines.insert(data.draw(st.integers(0, len(lines))), data.draw(st.sampled_from(NOISE)))
    after = read(lines, shipped)[0]
    assert [each.outcome for each in after.connections] == [each.outcome for each in before.connections]
    assert [(f.fact, f.value) for f in after.findings] == [(f.fact, f.value) for f in before.findings]

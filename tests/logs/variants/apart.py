"""A log taken apart: what its daemon wrote, and what its collector put before that."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

Lines = list[str]
Variant = Callable[[Sequence[str], Random], Lines | None]

_TIME = (
    r"(?:[A-Z][a-z]{2} [ \d]\d (?P<clock>\d\d:\d\d:\d\d)(?:\.\d{1,9})?"
    r"|\d{4}-\d\d-\d\d[T ](?P<iso>\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:[+-]\d\d:?\d\d|Z)?)"
)
SYSLOG = re.compile(rf"{_TIME} (?P<host>\S+) (?P<program>[A-Za-z0-9_-]+)(?:\[(?P<pid>\d+)\])?: (?P<text>.*)")
OWN_FILE = re.compile(rf"{_TIME}:? (?P<text>.*)")
WORKER = re.compile(r"\d\d\[[A-Z]{3}\d?\] ")


class Line(NamedTuple):
    """A line apart: the time of day it was written, by which program, and what the program wrote."""

    clock: str
    program: str
    text: str


def apart(lines: Sequence[str]) -> list[Line]:
    """Return the lines without what the collector put before them."""
    daemon = daemon_of(lines)
    found, clock = [], "13:54:00"
    for line in lines:
        match = SYSLOG.fullmatch(line) or OWN_FILE.fullmatch(line)
        if match is None:
            found.append(Line(clock, daemon, line))
            continue
        parts = match.groupdict()
        clock = parts["clock"] or parts["iso"] or clock
        found.append(Line(clock, parts.get("program") or daemon, parts["text"]))
    return found


def daemon_of(lines: Sequence[str]) -> str:
    """Return the name of the daemon that wrote the log."""
    head = "\n".join(lines)
    if re.search(
        r"\bpluto\b|^[A-Z][a-z]{2} [ \d]\d [\d:]{8}\.\d{6}: |\"[^\"\n]+\" #\d+: ", head, re.MULTILINE
    ):
        return "pluto"
    if re.search(r"\bspi=0x[0-9a-f]{1,16}: |\bikev2_|^config_", head, re.MULTILINE):
        return "iked"
    return "charon"


def is_a_commands(lines: Sequence[str]) -> bool:
    """Return whether the log is what a command printed, which no collector ever gets."""
    return not any(SYSLOG.match(line) or OWN_FILE.match(line) or WORKER.match(line) for line in lines) and (
        daemon_of(lines) != "iked"
    )


def is_journals(lines: Sequence[str]) -> bool:
    """Return whether it is the log of charon-systemd: written to the journal only, and without tags."""
    return any("charon-systemd" in line for line in lines)

"""The guide's rows as values, and real SonicWall log lines around their message texts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from ikewizard.knowledge.yamltext import read_yaml

FILE = Path(__file__).with_name("rows.yaml")
Form = Literal["syslog", "exported"]


@dataclass(frozen=True)
class Row:
    """One row of the guide's tables: its log texts, whose log it is about, causes and checks."""

    id: str
    side: Literal["initiator", "responder", "either"]
    log: tuple[str, ...]
    cause: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One rule of the guide's prose."""

    id: str
    rule: str


def _entries() -> list[dict[str, object]]:
    text = read_yaml(FILE.read_text(encoding="utf-8"), FILE.name)
    assert not text.faults
    assert isinstance(text.data, list)
    return text.data


ROWS = tuple(TypeAdapter(Row).validate_python(entry) for entry in _entries() if "cause" in entry)
RULES = tuple(TypeAdapter(Rule).validate_python(entry) for entry in _entries() if "rule" in entry)

_TIME = "2007-02-12 09:{minute:02}:{second:02}"
_COMPLETE = (
    "IKE Initiator: Start Main Mode negotiation (Phase 1)",
    "IKE Initiator: Main Mode complete (Phase 1)",
    "IKE Initiator: Start Quick Mode (Phase 2).",
    "IKE negotiation complete. Adding IPSec SA. (Phase 2)",
)
_NOISE = (
    (98, "Connection Opened", "192.168.168.20:1434:LAN", "192.0.2.53:53:WAN"),
    (36, "TCP connection dropped", "203.0.113.77:4021:WAN", "192.0.2.1:445:WAN"),
    (97, "Web site access allowed", "192.168.168.21:1500:LAN", "198.51.100.80:80:WAN"),
)


def log_texts(row: Row) -> tuple[str, ...]:
    """Return the message texts of a log that shows this row, in order.

    Rows of the third scenario need a negotiation that completed; a row that is about the absence of a
    message has no text of its own.
    """
    if row.id == "s3-silent":
        return _COMPLETE
    if row.id.startswith("s3-"):
        return (*_COMPLETE[:2], *row.log, *_COMPLETE[2:])
    if row.id == "s1-timeout":
        return ("IKE Initiator: Start Main Mode negotiation (Phase 1)", *row.log)
    return row.log


def log_lines(row: Row, form: Form) -> list[str]:
    """Return a SonicWall log that shows this row among unrelated lines."""
    lines = [_noise(number, form) for number in range(3)]
    for number, text in enumerate(log_texts(row)):
        lines.append(_line(text, number, form))
        lines.append(_noise(number + 3, form))
    return lines


def symptom(row: Row) -> str:
    """Return the symptom that a technician would report for a row that a log alone cannot tell."""
    if row.id.startswith("s3-"):
        return "no-traffic"
    return "no-response" if row.id == "s1-no-start" else ""


def _line(text: str, number: int, form: Form) -> str:
    stamp = _TIME.format(minute=10, second=10 + 2 * number)
    if form == "syslog":
        return (
            f'Feb 12 09:10:{10 + 2 * number} 192.168.168.168 id=firewall sn=0006B1AABBCC time="{stamp}" '
            f'fw=192.0.2.1 pri=4 c=16 m=346 msg="{text}" n={100 + number} src=192.0.2.1 dst=198.51.100.1'
        )
    return (
        f"02/12/2007 09:10:{10 + 2 * number}.624\tInfo\tVPN IKE\t{text}\t192.0.2.1, 500\t198.51.100.1, 500\t"
        "VPN Policy: Branch"
    )


def _noise(number: int, form: Form) -> str:
    event, text, source, target = _NOISE[number % len(_NOISE)]
    stamp = _TIME.format(minute=9, second=number)
    if form == "syslog":
        return (
            f'Feb 12 09:09:{number:02} 192.168.168.168 id=firewall sn=0006B1AABBCC time="{stamp}" '
            f'fw=192.0.2.1 pri=6 c=262144 m={event} msg="{text}" n={number} src={source} dst={target}'
        )
    return f"02/12/2007 09:09:{number:02}.100\tInfo\tNetwork Access\t{text}\t{source}\t{target}\t"

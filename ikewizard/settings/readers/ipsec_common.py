"""Reads what strongSwan's and Libreswan's ``ipsec.conf`` have in common; each adds what is its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ikewizard.core.record import dataclass
from ikewizard.settings.desk import Desk, DraftChild, DraftConnection
from ikewizard.settings.networks import as_address
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.readers.ipsec_sections import resolved, sections
from ikewizard.settings.readers.secret_file import Entry, bare, entries, secret_for
from ikewizard.settings.readers.transforms import transforms
from ikewizard.settings.units import Line

_MORE_KEY_EXCHANGES = re.compile(r"ke[1-7]_")

Parameters = Mapping[str, tuple[str, Line]]
OFF = frozenset({"no", "false", "never", "0", "off", "ignore"})


@dataclass(frozen=True)
class Conn:
    """A connection that is being read, with what its section says."""

    draft: DraftConnection
    child: DraftChild
    desk: Desk
    given: Parameters
    others: Sequence[Line] = ()
    """The lines that belong to no section: those of other files of the same unit."""

    def get(self, *keys: str) -> str:
        """Return the value of the first of ``keys`` that is given, or nothing."""
        return next((self.given[key][0] for key in keys if key in self.given), "")

    def line(self, *keys: str) -> Line | None:
        """Return the line of the first of ``keys`` that is given."""
        return next((self.given[key][1] for key in keys if key in self.given), None)


def read_sections(lines: Sequence[Line], desk: Desk, own: Callable[[Conn, Parameters], None]) -> None:
    """Put down every connection of an ``ipsec.conf``; ``own`` puts down what is the daemon's own manner."""
    found, others = sections(lines, desk)
    known = {section.name: section for section in found if section.kind == "conn"}
    setup = next((section.parameters for section in found if section.kind == "config"), {})
    included = {name for section in known.values() for name, _ in section.also}
    secrets = entries(others, desk)
    for section in found:
        desk.understood(section.line)
    for name, section in known.items():
        given = resolved(section, known, desk)
        if name == "%default" or (name in included and not _stands_alone(given)):
            continue
        turned = {_flipped(key): value for key, value in given.items()}
        for draft, ends in (
            (desk.connection(name, section.line), given),
            (desk.turned(name), turned),
        ):
            conn = Conn(draft, draft.child(), desk, ends, others)
            _put_down(conn, secrets)
            own(conn, setup)
            _lifetimes(conn)


def _stands_alone(given: Parameters) -> bool:
    return "auto" in given and ("right" in given or "left" in given)


def _put_down(conn: Conn, secrets: Sequence[Entry]) -> None:
    _addresses(conn)
    _networks(conn)
    ends = (("unique-firewall-identifier", "left"), ("sa-name", "right"))
    own, peer = (
        [bare(value) for value in (conn.draft.get(identity), conn.get(end)) if value]
        for identity, end in ends
    )
    conn.draft.secret = secret_for(secrets, own, peer)


def _flipped(key: str) -> str:
    if key.startswith("left"):
        return f"right{key[4:]}"
    return f"left{key[5:]}" if key.startswith("right") else key


def _addresses(conn: Conn) -> None:
    draft = conn.draft
    for end, setting in (("left", "own-address"), ("right", "peer-gateway")):
        text = conn.get(end)
        if text.startswith("%") and text != "%any":
            conn.desk.understood(conn.line(end))
            text = "%any"
        if text:
            draft.say(setting, "none" if text == "%any" else text, conn.line(end))
    for end, setting in (("left", "unique-firewall-identifier"), ("right", "sa-name")):
        text, line = conn.get(f"{end}id"), conn.line(f"{end}id")
        if text:
            draft.say(setting, identity_of(text.removeprefix("%") if end == "right" else text), line)
        elif as_address(conn.get(end)) is not None:
            draft.say(
                setting, conn.get(end), None, default=f"without {end}id the address of {end} is the identity"
            )


_SIGNS = {"@@": "email:", "@#": "keyid:", "@[": "keyid:", "@": "fqdn:"}


def identity_of(text: str) -> str:
    """Return an identity as both daemons write it (``@name``, ``@@mail``, ``@#hex``) with its kind."""
    for sign, kind in _SIGNS.items():
        if text.startswith(sign):
            return kind + text[len(sign) :].rstrip("]")
    if text in ("%any", "any", "fromcert", "%fromcert"):
        return "any"
    if "=" in text or as_address(text) is not None or ":" in text:
        return text
    return f"email:{text}" if "@" in text else f"fqdn:{text}"


def _networks(conn: Conn) -> None:
    for end, setting in (("left", "local-networks"), ("right", "destination-networks")):
        keys = (f"{end}subnet", f"{end}subnets", f"{end}sourceip")
        text, line = conn.get(*keys[:2]), conn.line(*keys[:2])
        text = text.strip("{}").strip()
        bare_text, ports = _without_ports(text)
        if bare_text and not bare_text.startswith("%"):
            conn.child.say(setting, re.sub(r"\s+", ", ", bare_text.replace(",", " ")), line)
        elif not text and as_address(conn.get(end)) is not None:
            conn.child.say(
                setting, conn.get(end), None, default=f"without {end}subnet it is the address of {end}"
            )
        if ports:
            conn.child.say("traffic-protocol", ports, line)
    protocol = conn.get("leftprotoport", "rightprotoport")
    if protocol:
        text = re.sub(r"\s*/\s*", ":", protocol).removesuffix(":%any").removesuffix(":0")
        conn.child.say("traffic-protocol", text, conn.line("leftprotoport", "rightprotoport"))
    elif not conn.child.has("traffic-protocol"):
        conn.child.say("traffic-protocol", "any", default="no protocol is named")


def _without_ports(text: str) -> tuple[str, str]:
    found = re.search(r"\[([^\]]*)\]", text)
    return re.sub(r"\[[^\]]*\]", "", text), (found[1].replace("/", ":") if found else "")


def say_mode(conn: Conn, *keys: str) -> None:
    """Put down Main or Aggressive Mode; ``keys`` are the names of the option."""
    aggressive = conn.get(*keys).lower()
    if aggressive and aggressive not in OFF:
        conn.draft.say("exchange-mode", "aggressive", conn.line(*keys))
    elif conn.draft.get("ike-version") == "ikev1":
        conn.draft.say("exchange-mode", "main", conn.line(*keys), default="Main Mode when nothing is said")


def proposals_of(
    conn: Conn, setting: str, text: str, between: str, line: Line | None
) -> tuple[Proposal, ...]:
    """Return the proposals in ``text``; a word that is no known algorithm leaves its line unread."""
    return parsed_proposals(conn.desk, setting, text, between, line)


def parsed_proposals(
    desk: Desk, setting: str, text: str, between: str, line: Line | None
) -> tuple[Proposal, ...]:
    """Return the proposals in ``text``, which are divided by commas; their words are by ``between``."""
    found: list[Proposal] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        words = [word for word in re.split(f"{between}|;|\\+", part) if word and word not in ("esn", "noesn")]
        proposal, unknown = transforms(desk, setting, words)
        if unknown:
            desk.unread(line, f"unknown algorithm: {', '.join(unknown)}")
        # One that asks for more key exchanges (RFC 9370) is not the same without them.
        if not any(_MORE_KEY_EXCHANGES.match(word) for word in unknown):
            found.append(proposal)
    return tuple(found)


def say_kind(conn: Conn) -> None:
    """Put down tunnel or transport mode; other types are no IPsec connections."""
    text = conn.get("type").lower()
    mode = text if text in ("tunnel", "transport") else ""
    if text and not mode:
        conn.desk.understood(conn.line("type"))
        conn.draft.say("sa-enabled", "no", conn.line("type"))
        return
    conn.child.say(
        "encapsulation",
        mode or "tunnel",
        conn.line("type"),
        default="" if mode else "tunnel mode when nothing is said",
    )


def _lifetimes(conn: Conn) -> None:
    for keys, setting, whom in (
        (("ikelifetime",), "phase1-lifetime", conn.draft),
        (("lifetime", "keylife", "salifetime"), "phase2-lifetime", conn.child),
    ):
        if conn.get(*keys):
            whom.say(setting, conn.get(*keys), conn.line(*keys))
        else:
            whom.assume(setting)

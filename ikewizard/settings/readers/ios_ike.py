"""Phase 1 of Cisco IOS: the policies of IKEv1, the proposals of IKEv2, and who is let in as whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_network

from ikewizard.settings.desk import Desk
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.readers.ios_lines import Block, Words
from ikewizard.settings.readers.transforms import authenticates
from ikewizard.settings.units import Line

_PARTS = (
    ("encryption", "phase1-encryption", ("encryption", "encr")),
    ("integrity", "phase1-hash", ("hash", "integrity")),
    ("prf", "phase1-prf", ("prf",)),
    ("groups", "phase1-dh-group", ("group",)),
)


def known(desk: Desk, setting: str, words: Sequence[str], line: Line | None) -> tuple[str, ...]:
    """Return the values that ``words`` stand for; one that is not known leaves ``line`` unread."""
    found = [(word, desk.term(setting, word)) for word in words]
    unknown = [word for word, value in found if value is None]
    if unknown:
        desk.unread(line, f"unknown algorithm: {', '.join(unknown)}")
    else:
        desk.understood(line)
    return tuple(dict.fromkeys(value for _, value in found if value is not None))


def policy_proof(desk: Desk, block: Block) -> str:
    """Return how a policy of IKEv1 has the units prove who they are."""
    words = block.after("authentication")
    usual = desk.default("authentication-method", "ikev1 policy")
    return (
        (desk.term("authentication-method", " ".join(words)) or "") if words else usual.value if usual else ""
    )


def policy_proposal(desk: Desk, block: Block) -> Proposal:
    """Return the proposal of one policy of IKEv1; what it leaves out is the device's default."""
    usual = desk.default("phase1-proposals", "ikev1 policy")
    filled = read_proposals(usual.value)[0] if usual else Proposal()
    for part, setting, keys in _PARTS:
        for key in keys:
            words = block.after(key)
            if words:
                value = known(desk, setting, (" ".join(words),), block.at(key))
                filled = replace(filled, **{part: value})
    desk.understood(block.line)
    for each in block.inner:
        if each.words[0] in ("authentication", "lifetime"):
            desk.understood(each.line)
    # RFC 2409: without a PRF of its own the hash is the PRF.
    return replace(filled, prf=filled.integrity)


def ikev2_proposal(desk: Desk, block: Block) -> Proposal:
    """Return one ``crypto ikev2 proposal``."""
    desk.understood(block.line)
    found: dict[str, tuple[str, ...]] = {}
    for part, setting, keys in _PARTS:
        words = block.after(keys[-1] if part == "integrity" else keys[0])
        key = keys[-1] if part == "integrity" else keys[0]
        found[part] = known(desk, setting, words, block.at(key)) if words else ()
    encryption = found["encryption"]
    prf = found["prf"] or found["integrity"]
    own = bool(encryption) and all(authenticates(name) for name in encryption)
    return Proposal(encryption, () if own else found["integrity"], prf, found["groups"])


def own_identity(words: Words, hostname: str) -> str:
    """Return the identity that ``identity local ...`` or ``self-identity ...`` names, or nothing."""
    if not words:
        return ""
    kind, name = words[0], " ".join(words[1:])
    if kind == "address":
        return name
    if kind in ("fqdn", "hostname"):
        name = name or hostname
        return f"fqdn:{name}" if name else ""
    if kind in ("email", "user-fqdn"):
        return f"email:{name}" if name else ""
    if kind == "key-id":
        return f"keyid:{name}" if name else ""
    # A distinguished name stands in the certificate, and a bare word is a name.
    return f"fqdn:{kind}" if len(words) == 1 and kind != "dn" else ""


def expected_identity(words: Words) -> str:
    """Return the identity that ``match identity ...`` takes; nothing for what cannot be told as one."""
    words = tuple(word for word in words if word != "ipv6")
    kind, rest = "".join(words[:1]), words[1:]
    if kind == "any":
        return "any"
    if kind == "address" and rest:
        return _expected_address(rest)
    wild = len(rest) > 1 and rest[0] == "domain"
    name = rest[-1] if rest else ""
    if kind in ("fqdn", "host") and name:
        return f"fqdn:*.{name}" if wild else f"fqdn:{name}"
    if kind in ("email", "user", "user-fqdn") and name:
        return f"email:*@{name}" if wild else f"email:{name}"
    return f"keyid:{name}" if kind == "key-id" and name else ""


def _expected_address(words: Words) -> str:
    mask = words[1] if len(words) > 1 and words[1][0].isdigit() else ""
    try:
        network = ip_network(f"{words[0]}/{mask}" if mask else words[0], strict=False)
    except ValueError:
        return ""
    if network.num_addresses == 1:
        return str(network.network_address)
    # Every address: whatever a peer behind NAT calls itself is rarely anything else.
    return "any" if network.prefixlen == 0 or words[0] == "0.0.0.0" else ""


def expects(blocks: Sequence[Block], peers: Sequence[str]) -> tuple[str, Line | None]:
    """Return the identity that several ``match identity`` lines expect of ``peers``."""
    found = [(expected_identity(_after_remote(block.words)), block.line) for block in blocks]
    if len(found) == 1:
        return found[0]
    for value, line in found:
        if value in peers or value == "any":
            return value, line
    return "", None


def _after_remote(words: Words) -> Words:
    rest = words[2:]
    return rest[1:] if rest and rest[0] == "remote" else rest

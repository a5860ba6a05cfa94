"""Phase 1 of a connection of Cisco IOS with IKEv1 (``crypto isakmp``)."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.settings.desk import DraftConnection
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.readers.ios_ike import expects, policy_proposal
from ikewizard.settings.readers.ios_keys import Key, closest, sealed, without_secret
from ikewizard.settings.readers.ios_lines import Block, Words
from ikewizard.settings.readers.ios_sketch import Proof, Sketch, say_own_identity
from ikewizard.settings.readers.ios_unit import Unit
from ikewizard.settings.units import Line

_EXACT = 129
"""How close a secret fits that is for one peer alone."""


def first_key(unit: Unit, sketch: Sketch, names: Sequence[str]) -> tuple[int, Key] | None:
    """Return the secret of IKEv1 for ``names``, and how close it fits."""
    for name in names:
        for each in unit.peers[name].all("set", "aggressive-mode", "password") if name in unit.peers else ():
            return _EXACT, Key(sealed(unit.desk, each.words[3:], each.line))
    rings = sketch.isakmp.after("keyring") if sketch.isakmp else ()
    return closest(unit.rings_for(rings), names)


def ikev1(unit: Unit, draft: DraftConnection, sketch: Sketch, match: tuple[int, Key] | None) -> None:
    """Put down phase 1 of IKEv1; ``match`` is the secret for the peer, and how close it fits."""
    desk, profile = unit.desk, sketch.isakmp
    for each in profile.inner if profile else ():
        if each.words[0] in ("keyring", "self-identity", "match", "ca", "local-address"):
            desk.understood(each.line)
    source = "IKEv1, as no IKEv2 profile is set"
    draft.say("ike-version", "ikev1", None, default=source)
    _exchange(unit, draft, sketch)
    proof = _first_proof(unit, sketch, match)
    if proof.own:
        draft.say("authentication-method", proof.own, proof.lines[0])
        draft.say("peer-authentication-method", proof.peer, proof.lines[0])
    draft.secret = proof.key.secret if proof.key and proof.own.startswith("psk") else None
    _policies(unit, draft, proof.own)
    _first_identities(unit, draft, sketch)
    for block in unit.all("no", "crypto", "isakmp"):
        if block.words[3:] == ("enable",):
            draft.say("sa-enabled", "no", block.line)


def _exchange(unit: Unit, draft: DraftConnection, sketch: Sketch) -> None:
    off = next(
        (block for block in unit.all("crypto", "isakmp", "aggressive-mode") if "disable" in block.words), None
    )
    aggressive = sketch.isakmp.at("initiate", "mode") if sketch.isakmp else None
    for peer in _aggressive_peers(unit, sketch):
        aggressive = peer.at("set", "aggressive-mode")
        for each in peer.all("set", "aggressive-mode"):
            unit.desk.understood(each.line)
            if "password" in each.words:
                shown = " ".join(each.words[: each.words.index("password") + 1])
                aggressive = without_secret(each.line, f"{shown} ...")
    if off:
        draft.say("exchange-mode", "main", off.line)
    elif aggressive:
        draft.say("exchange-mode", "aggressive", aggressive)
    draft.assume("exchange-mode", "ikev1")
    usual = unit.desk.default("exchange-mode", "ikev1 responder")
    if usual and not off:
        draft.say("exchange-mode", usual.value, None, default=usual.default, accepts=True)


def _aggressive_peers(unit: Unit, sketch: Sketch) -> list[Block]:
    found = [unit.peers[peer] for peer in sketch.peer_names if peer in unit.peers]
    for block in found:
        unit.use(block)
    return found


def _first_proof(unit: Unit, sketch: Sketch, match: tuple[int, Key] | None) -> Proof:
    """Return the proof that is used; between several kinds a key for the peer decides."""
    desk = unit.desk
    blocks = unit.policies
    kinds = {proof: block.at("authentication") or block.line for proof, block in blocks}
    key = match[1] if match else None
    if not blocks:
        kind, line = ("psk" if key else "certificate"), None
    elif len(kinds) == 1:
        kind, line = next(iter(kinds.items()))
    elif "psk" in kinds and match and match[0] > 0 and sketch.peers:
        kind, line = "psk", kinds["psk"]
    elif "certificate" in kinds and not key and sketch.peers:
        kind, line = "certificate", kinds["certificate"]
    else:
        kind, line = "", None
    profile = sketch.isakmp.at("client", "authentication") if sketch.isakmp else None
    login = profile or (sketch.login.line if sketch.login else None)
    if login and kind in ("psk", "certificate") and (key is None or key.login):
        desk.understood(login)
        return Proof(f"{kind}-xauth", f"{kind}-xauth", key, (login, login))
    return Proof(kind, kind, key, (line, line))


def _policies(unit: Unit, draft: DraftConnection, proof: str) -> None:
    desk = unit.desk
    kind = proof.removesuffix("-xauth")
    blocks = [block for known, block in unit.policies if not kind or known == kind]
    for block in blocks:
        unit.use(block)
    usual = desk.default("phase1-proposals", "ikev1")
    if blocks:
        if kind not in unit.proposals:
            unit.proposals[kind] = [policy_proposal(desk, block) for block in blocks]
        draft.propose("phase1-proposals", unit.proposals[kind], blocks[0].line)
        words = blocks[0].after("lifetime")
        if words:
            draft.say("phase1-lifetime", words[-1], blocks[0].at("lifetime"))
    elif usual and not unit.policies:
        draft.propose("phase1-proposals", read_proposals(usual.value), None, default=usual.default)
    draft.assume("phase1-lifetime")


def _first_identities(unit: Unit, draft: DraftConnection, sketch: Sketch) -> None:
    said: list[tuple[Words, Line | None]] = []
    profile = sketch.isakmp
    if profile and profile.after("self-identity"):
        said.append((profile.after("self-identity"), profile.at("self-identity")))
    for peer in _aggressive_peers(unit, sketch):
        words = peer.after("set", "aggressive-mode", "client-endpoint")
        if words:
            kind = "address" if words[0].startswith("ipv4") else words[0]
            said.append(((kind, *words[1:]), peer.at("set", "aggressive-mode", "client-endpoint")))
    said += [(block.words[3:], block.line) for block in unit.all("crypto", "isakmp", "identity")]
    say_own_identity(unit, draft, sketch, said)
    wanted = profile.all("match", "identity") if profile else []
    expected, line = expects(wanted, sketch.peer_names)
    if expected:
        draft.say("sa-name", expected, line)
    elif not profile:
        draft.assume("sa-name", "ikev1")

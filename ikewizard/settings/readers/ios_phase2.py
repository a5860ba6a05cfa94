"""Phase 2 of a connection of Cisco IOS: transform sets, PFS, lifetime, and what is protected."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_network

from ikewizard.settings.desk import DraftChild, DraftConnection
from ikewizard.settings.networks import as_address
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.readers.ios_access import Flow
from ikewizard.settings.readers.ios_ike import known
from ikewizard.settings.readers.ios_lines import Block
from ikewizard.settings.readers.ios_sketch import Sketch
from ikewizard.settings.readers.ios_unit import Unit
from ikewizard.settings.readers.transforms import authenticates


def put_child(unit: Unit, draft: DraftConnection, sketch: Sketch, flow: Flow) -> None:
    """Put down phase 2 for the traffic ``flow``."""
    child = draft.child(
        sketch.body.after("match", "address")[-1] if sketch.body.after("match", "address") else ""
    )
    if flow.local:
        child.say("local-networks", flow.local, flow.line)
        child.say("destination-networks", flow.remote, flow.line)
        child.say("traffic-protocol", flow.protocol, flow.line)
    if sketch.missing:
        return
    sets = _transform_sets(unit, child, sketch)
    _mode(child, sketch, flow, sets)
    _pfs(unit, child, sketch.body)
    _lifetime(unit, child, sketch.body)
    child.assume("narrowing")


def _transform_sets(unit: Unit, child: DraftChild, sketch: Sketch) -> list[Block]:
    desk = unit.desk
    names = sketch.body.after("set", "transform-set") or ("default",)
    line = sketch.body.at("set", "transform-set")
    sets = [block for name in names if (block := unit.section("crypto", "ipsec", "transform-set", name))]
    if sets:
        proposals = [_transforms(unit, block) for block in sets]
        ah = all(any(word.startswith("ah-") for word in block.words[4:]) for block in sets)
        esp = any(any(word.startswith("esp-") for word in block.words[4:]) for block in sets)
        child.say("phase2-protocol", "ah" if ah and not esp else "esp", line)
        child.propose("phase2-proposals", proposals, line)
    elif line:
        desk.unread(line, f"no transform set {' or '.join(names)} is in the configuration")
    elif usual := desk.default("phase2-proposals"):
        child.say("phase2-protocol", "esp", None, default=usual.default)
        child.propose("phase2-proposals", read_proposals(usual.value), None, default=usual.default)
    return sets


def _transforms(unit: Unit, block: Block) -> Proposal:
    words: list[str] = []
    for word in block.words[4:]:
        if word.isdecimal() and words:
            words[-1] = f"{words[-1]} {word}"
        elif word != "comp-lzs":
            words.append(word)
    hashes = [word for word in words if word.endswith("-hmac")]
    ciphers = [word for word in words if word.startswith("esp-") and word not in hashes]
    encryption = known(unit.desk, "phase2-encryption", ciphers, block.line)
    integrity = known(unit.desk, "phase2-authentication", hashes, block.line)
    own = bool(encryption) and all(authenticates(name) for name in encryption)
    return Proposal(encryption, () if own else integrity or ("none",))


def _mode(child: DraftChild, sketch: Sketch, flow: Flow, sets: Sequence[Block]) -> None:
    transport = [block.at("mode", "transport") for block in sets]
    for block in sets:
        child.desk.understood(block.at("mode"))
    if sets and not any(transport):
        line = sets[0].at("mode")
        if line:
            child.say("encapsulation", "tunnel", line)
        child.assume("encapsulation")
    elif sets and (sketch.gre or _between_peers(sketch, flow)) and all(transport):
        child.say("encapsulation", "transport", transport[0])
    elif flow.local and sketch.peers and not sketch.gre:
        # Transport mode is only asked for where the traffic is that of the peers themselves.
        child.assume("encapsulation", "networks")


def _between_peers(sketch: Sketch, flow: Flow) -> bool:
    hosts = {str(ip_network(peer)) for peer in sketch.peer_names if as_address(peer) is not None}
    own = {str(ip_network(each)) for each, _ in sketch.own if as_address(each) is not None}
    return flow.local in own and flow.remote in hosts


def _pfs(unit: Unit, child: DraftChild, body: Block) -> None:
    line, words = body.at("set", "pfs"), body.after("set", "pfs")
    if not line:
        child.assume("pfs")
        usual = unit.desk.default("pfs", "responder")
        if usual:
            child.say("pfs", usual.value, None, default=usual.default, accepts=True)
        return
    child.say("pfs", "yes", line)
    if words:
        child.say("pfs-dh-group", words[0], line)
    child.assume("pfs-dh-group")


def _lifetime(unit: Unit, child: DraftChild, body: Block) -> None:
    words = body.after("set", "security-association", "lifetime", "seconds")
    if words:
        child.say("phase2-lifetime", words[0], body.at("set", "security-association", "lifetime", "seconds"))
    for block in unit.all("crypto", "ipsec", "security-association"):
        if block.words[3:5] == ("lifetime", "seconds") and len(block.words) > 5:
            unit.desk.understood(block.line)
            if not words:
                child.say("phase2-lifetime", block.words[5], block.line)
    child.assume("phase2-lifetime")

"""Puts a connection of Cisco IOS down, whether it is a crypto map entry or a tunnel interface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ikewizard.settings.desk import DraftConnection
from ikewizard.settings.readers.ios_access import Flow
from ikewizard.settings.readers.ios_ikev2 import ikev2
from ikewizard.settings.readers.ios_isakmp import first_key, ikev1
from ikewizard.settings.readers.ios_keys import ANYBODY, Key
from ikewizard.settings.readers.ios_phase2 import put_child
from ikewizard.settings.readers.ios_sketch import Place, Sketch
from ikewizard.settings.readers.ios_unit import Unit
from ikewizard.settings.units import Line


def put_down(unit: Unit, sketch: Sketch) -> None:
    """Put down a connection, or several where its peers do not share one secret."""
    groups = list(_by_secret(unit, sketch))
    for part, match in groups:
        name = f"{sketch.name} {part.peer_names[0]}" if len(groups) > 1 else sketch.name
        draft = unit.desk.connection(name, sketch.line)
        _addresses(draft, part)
        if part.missing and not part.ikev2:
            # Nothing tells which version of IKE is spoken.
            pass
        elif part.ikev2:
            ikev2(unit, draft, part, part.ikev2)
        else:
            ikev1(unit, draft, part, match)
        if part.enabled[0] and draft.get("sa-enabled") != "no":
            draft.say("sa-enabled", *part.enabled)
        off = _nat_off(unit)
        if off:
            draft.say("nat-t", "no", off)
        draft.assume("nat-t")
        for flow in part.flows or ([Flow(part.line)] if part.open else []):
            put_child(unit, draft, part, flow)


def _by_secret(unit: Unit, sketch: Sketch) -> Iterator[tuple[Sketch, tuple[int, Key] | None]]:
    if sketch.ikev2 or not sketch.peers:
        yield sketch, None if sketch.ikev2 else first_key(unit, sketch, [ANYBODY])
        return
    found: dict[str, tuple[list[Place], tuple[int, Key] | None]] = {}
    for peer in sketch.peers:
        match = first_key(unit, sketch, [peer[0]])
        digest = match[1].secret.digest if match and match[1].secret else str(match is None)
        found.setdefault(digest, ([], match))[0].append(peer)
    for peers, match in found.values():
        yield replace(sketch, peers=peers), match


def _addresses(draft: DraftConnection, sketch: Sketch) -> None:
    if sketch.own:
        draft.say("own-address", ", ".join(dict.fromkeys(each for each, _ in sketch.own)), sketch.own[0][1])
        for _, line in sketch.own:
            draft.desk.understood(line)
    if sketch.peers:
        draft.say("peer-gateway", ", ".join(sketch.peer_names), sketch.peers[0][1])
    else:
        draft.say("peer-gateway", "none", None, default="without a peer any peer is taken")


def _nat_off(unit: Unit) -> Line | None:
    # "no crypto ipsec nat-transparency udp-encapsulation"; some releases say udp-encaps.
    for block in unit.all("no", "crypto", "ipsec"):
        if block.words[3:4] == ("nat-transparency",) and "".join(block.words[4:5]).startswith("udp-encap"):
            return block.line
    return None

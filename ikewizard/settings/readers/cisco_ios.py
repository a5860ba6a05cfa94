"""Reads the running configuration of Cisco IOS and IOS XE: crypto maps and protected tunnel interfaces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from ipaddress import ip_network

from ikewizard.settings.desk import Desk
from ikewizard.settings.networks import as_address
from ikewizard.settings.readers.ios_access import MOST_NETWORKS, Flow
from ikewizard.settings.readers.ios_connection import put_down
from ikewizard.settings.readers.ios_lines import Block, parse
from ikewizard.settings.readers.ios_sketch import Sketch
from ikewizard.settings.readers.ios_unit import Unit, interface_name
from ikewizard.settings.units import Line

_EVERYTHING, _EVERYTHING_6 = "0.0.0.0/0", "::/0"
_MOST_FLOWS = 2000
"""Entries of access lists that are read in all; each is an SA of its own."""


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down every crypto map entry and every protected tunnel interface."""
    unit = Unit(desk, parse(lines))
    for block in unit.all("version"):
        if len(block.words) > 1:
            desk.version = block.words[1]
            desk.understood(block.line)
    left = _MOST_FLOWS
    for sketch in (*_maps(unit), *_tunnels(unit)):
        flows = sketch.flows[:left]
        for flow in sketch.flows[left:]:
            desk.unread(flow.line, f"only {_MOST_FLOWS} entries are read")
        left -= len(flows)
        put_down(unit, replace(sketch, flows=flows))
    unit.settle()


def _maps(unit: Unit) -> Iterator[Sketch]:
    applied: dict[str, list[tuple[Block, Line]]] = {}
    for interface in unit.interfaces.values():
        for each in (*interface.all("crypto", "map"), *interface.all("ipv6", "crypto", "map")):
            if len(each.words) > 2:
                name = each.words[3 if each.words[0] == "ipv6" else 2 :][:1]
                applied.setdefault("".join(name), []).append((interface, each.line))
                unit.desk.understood(each.line)
    options = _options(unit)
    for block in unit.all("crypto", "map"):
        words = tuple(word for word in block.words[2:] if word != "ipv6")
        if len(words) < 3 or not words[1].isdecimal():
            continue
        if words[2] != "ipsec-isakmp":
            # Manual keys and group keys are no matter of two units' IKE.
            unit.desk.irrelevant(block.line)
            for each in block.everything():
                unit.desk.irrelevant(each.line)
            continue
        yield from _entry(unit, block, words, applied.get(words[0], []), options.get(words[0], {}))


def _options(unit: Unit) -> dict[str, dict[str, Block]]:
    """Return what is said of crypto maps as a whole, by the name of each."""
    found: dict[str, dict[str, Block]] = {}
    for block in unit.all("crypto", "map"):
        words = tuple(word for word in block.words[2:] if word != "ipv6")
        if len(words) > 2 and words[1] in ("local-address", "isakmp-profile", "client", "isakmp"):
            key = " ".join(words[1:3]) if words[1] == "client" else words[1]
            found.setdefault(words[0], {})[key] = block
            unit.desk.understood(block.line)
    return found


def _entry(
    unit: Unit,
    block: Block,
    words: Sequence[str],
    applied: Sequence[tuple[Block, Line]],
    options: dict[str, Block],
) -> Iterator[Sketch]:
    unit.use(block)
    bodies = [(f"{words[0]} {words[1]}", block)]
    if "dynamic" in words and words.index("dynamic") + 1 < len(words):
        name = words[words.index("dynamic") + 1]
        bodies = []
        for each in unit.all("crypto", "dynamic-map", name):
            unit.use(each)
            bodies.append((f"{name} {' '.join(each.words[3:4])}".strip(), each))
    whole = options.get("isakmp-profile")
    for name, body in bodies:
        profile = body.after("set", "isakmp-profile") or (whole.words[-1:] if whole else ())
        flows, known = _flows(unit, body)
        yield Sketch(
            name,
            body.line,
            body,
            own=_own(unit, applied, options.get("local-address")),
            peers=_peers(unit, body),
            isakmp=_profile(unit, "isakmp", profile, body),
            ikev2=_profile(unit, "ikev2", body.after("set", "ikev2-profile"), body),
            enabled=_enabled(unit, block, applied),
            flows=flows,
            open=not known,
            login=options.get("client authentication"),
        )


def _profile(unit: Unit, version: str, words: Sequence[str], body: Block) -> Block | None:
    if not words:
        return None
    line = body.at("set", f"{version}-profile")
    found = unit.section("crypto", version, "profile", words[0])
    if found is None:
        unit.desk.unread(line, f"the {version} profile {words[0]} is not in the configuration")
        # Which version is spoken is known all the same.
        return Block(line or body.line, ("crypto", version, "profile", words[0]))
    unit.desk.understood(line)
    return found


def _peers(unit: Unit, body: Block) -> list[tuple[str, Line | None]]:
    found: list[tuple[str, Line | None]] = []
    for each in body.all("set", "peer"):
        words = [word for word in each.words[2:] if word not in ("default", "dynamic", "ipv6")]
        if words:
            found.append((words[0], each.line))
            unit.desk.understood(each.line)
    return found


def _own(
    unit: Unit, applied: Sequence[tuple[Block, Line]], fixed: Block | None
) -> list[tuple[str, Line | None]]:
    names = [fixed.words[-1]] if fixed else [interface_name(interface) for interface, _ in applied]
    found = [unit.address(name) for name in names]
    return [(address, line) for address, line in found if address]


def _enabled(unit: Unit, block: Block, applied: Sequence[tuple[Block, Line]]) -> tuple[str, Line | None]:
    running = [line for interface, line in applied if not interface.all("shutdown")]
    if running:
        return "yes", running[0]
    if applied:
        return "no", applied[0][0].at("shutdown")
    # An excerpt may leave out the interface that the map is applied to; a whole configuration does not.
    return ("no", block.line) if unit.whole else ("", None)


def _flows(unit: Unit, body: Block) -> tuple[list[Flow], bool]:
    """Return what the access list of an entry protects, and whether that is known."""
    words = body.after("match", "address")
    name = words[-1] if words else ""
    return _listed(unit, name, body.at("match", "address"))


def _listed(unit: Unit, name: str, line: Line | None) -> tuple[list[Flow], bool]:
    found = unit.traffic.flows(name) if name else None
    if found is None:
        if name:
            unit.desk.unread(line, f"the access list {name} is not in the configuration")
        return [], False
    for each in (line, *unit.traffic.lines(name), *unit.traffic.used_groups(name)):
        unit.desk.understood(each)
    for flow in found:
        if flow.why:
            unit.desk.unread(flow.line, flow.why)
    return [flow for flow in found if not flow.why][: MOST_NETWORKS * 5], True


def _tunnels(unit: Unit) -> Iterator[Sketch]:
    for block in unit.interfaces.values():
        words = block.after("tunnel", "protection", "ipsec")
        if len(words) < 2:
            continue
        unit.use(block)
        sketch = _tunnel(unit, block)
        if sketch.missing:
            unit.desk.unread(
                block.at("tunnel", "protection", "ipsec", "profile"),
                "the IPsec profile is not in the configuration",
            )
        for each in block.all("tunnel"):
            known = ("source", "destination", "mode", *(() if sketch.missing else ("protection",)))
            if each.words[1:2] and each.words[1] in known:
                unit.desk.understood(each.line)
        yield sketch


def _tunnel(unit: Unit, block: Block) -> Sketch:
    name, first, second = (_named_after(block, key) for key in ("profile", "isakmp-profile", "ikev2-profile"))
    found = unit.section("crypto", "ipsec", "profile", *(name or ("",)))
    body = found or Block(block.line, ("crypto", "ipsec", "profile", *name))
    missing = found is None and name != ("default",)
    second = second or body.after("set", "ikev2-profile")
    if not second and name == ("default",) and "default" in unit.named("crypto", "ikev2", "profile"):
        # IKEv2 smart defaults: the default IPsec profile uses the IKEv2 profile of that name.
        second = ("default",)
    own, peers = _ends(unit, block)
    mode = " ".join(block.after("tunnel", "mode")) or "gre ip"
    listed = block.after("tunnel", "protection", "ipsec", "policy")
    if listed:
        flows, _ = _listed(unit, listed[-1], block.at("tunnel", "protection", "ipsec", "policy"))
    else:
        flows = _whole_tunnel(block, mode, own, peers)
    return Sketch(
        interface_name(block),
        block.line,
        body,
        own=own,
        peers=peers,
        isakmp=_profile(unit, "isakmp", first or body.after("set", "isakmp-profile"), body),
        ikev2=_profile(unit, "ikev2", second, body),
        enabled=("no", block.at("shutdown")) if block.all("shutdown") else ("yes", block.line),
        flows=flows,
        open=not flows,
        gre=not mode.startswith("ipsec"),
        missing=missing,
    )


def _named_after(block: Block, key: str) -> tuple[str, ...]:
    """Return the word after ``key`` in what protects a tunnel interface, if there is one."""
    for each in block.all("tunnel", "protection", "ipsec"):
        if key in each.words[3:-1]:
            place = each.words.index(key, 3) + 1
            return (each.words[place],)
    return ()


def _ends(unit: Unit, block: Block) -> tuple[list[tuple[str, Line | None]], list[tuple[str, Line | None]]]:
    source = ("".join(block.after("tunnel", "source")),) if block.after("tunnel", "source") else ()
    own: list[tuple[str, Line | None]] = []
    if source and as_address(source[0]) is not None:
        own = [(source[0], block.at("tunnel", "source"))]
    elif source:
        address, line = unit.address(source[0])
        own = [(address, line)] if address else []
    target = block.after("tunnel", "destination")
    peer = target[-1] if target else "dynamic"
    peers: list[tuple[str, Line | None]] = []
    if peer != "dynamic":
        peers = [(peer, block.at("tunnel", "destination"))]
    return own, peers


def _whole_tunnel(
    block: Block, mode: str, own: Sequence[tuple[str, Line | None]], peers: Sequence[tuple[str, Line | None]]
) -> list[Flow]:
    """Return what a tunnel interface without an access list protects; nothing for whatever the peer asks."""
    if block.words[1].casefold().startswith("virtual-template"):
        return []
    line = block.at("tunnel", "mode") or block.line
    if mode.startswith("ipsec"):
        both = _EVERYTHING_6 if "ipv6" in mode else _EVERYTHING
        return [Flow(line, both, both)]
    if mode not in ("gre ip", "gre ipv6") or not own or not peers:
        return []
    if as_address(own[0][0]) is None or as_address(peers[0][0]) is None:
        return []
    return [Flow(line, str(ip_network(own[0][0])), str(ip_network(peers[0][0])), "gre")]

"""What pfSense and OPNsense have in common: ``<ipsec>`` with ``<phase1>`` and ``<phase2>`` in ``config.xml``.

Sources: pfsense/pfsense, src/usr/local/www/vpn_ipsec_phase1.php and vpn_ipsec_phase2.php and
src/etc/inc/ipsec.inc; opnsense/core, src/www/vpn_ipsec_phase1.php.
"""

from __future__ import annotations

from collections.abc import Iterator

from ikewizard.settings.desk import Desk, DraftChild, DraftConnection
from ikewizard.settings.networks import as_address
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.readers.transforms import transforms
from ikewizard.settings.readers.xml_tree import Element, Tree
from ikewizard.settings.units import Line

_KINDS = {"fqdn": "fqdn", "user_fqdn": "email", "asn1dn": "dn", "keyid tag": "keyid", "keyid": "keyid"}


def read_legacy(tree: Tree, desk: Desk) -> None:
    """Put down every phase 1 with the phases 2 of its ``ikeid``."""
    section = tree.root.find("ipsec") if tree.root.tag != "ipsec" else tree.root
    if section is None:
        return
    addresses = _interfaces(tree.root)
    for phase1 in section.all("phase1"):
        if phase1.children:
            draft = _phase1(phase1, desk, addresses)
            for phase2 in section.all("phase2"):
                if phase2.get("ikeid") == phase1.get("ikeid"):
                    _phase2(phase2, draft, addresses)


def account(tree: Tree, desk: Desk, *sections: Element | None) -> None:
    """Note every line outside of ``sections`` as of no weight: the rest of a firewall's configuration."""
    inside = {(line.file, line.number) for section in sections if section for line in tree.lines(section)}
    for line in tree.source:
        if (line.file, line.number) not in inside:
            desk.irrelevant(line)
    for section in sections:
        if section:
            desk.understood(section.line)
            for line in tree.lines(section):
                if line.text.strip().startswith("</"):
                    desk.irrelevant(line)


def seen(element: Element | None, desk: Desk) -> None:
    """Note the lines of an element, and of those in it, as used."""
    for each in element.walk() if element else ():
        desk.understood(each.line)


def _phase1(phase1: Element, desk: Desk, addresses: dict[str, tuple[str, str]]) -> DraftConnection:
    name = phase1.get("descr") or f"ikeid {phase1.get('ikeid')}"
    draft = desk.connection(name, phase1.line)
    for key in ("descr", "ikeid", "interface", "protocol"):
        seen(phase1.find(key), desk)
    interface = phase1.get("interface")
    own, _ = addresses.get(interface, ("", ""))
    draft.say("own-address", own or "none", phase1.at("interface"))
    peer = phase1.get("remote-gateway")
    draft.say("peer-gateway", peer or "none", phase1.at("remote-gateway"))
    version = phase1.get("iketype") or "ikev1"
    draft.say(
        "ike-version",
        version if version in ("ikev1", "ikev2") else "ikev2",
        phase1.at("iketype"),
        default="" if phase1.get("iketype") else "without iketype it is IKEv1 (older versions)",
    )
    if version in ("auto", "ike"):
        draft.say("ike-version", "ikev1, ikev2", phase1.at("iketype"), accepts=True)
    if version == "ikev1":
        mode = "aggressive" if phase1.get("mode") == "aggressive" else "main"
        draft.say("exchange-mode", mode, phase1.at("mode"), default="" if phase1.find("mode") else "main")
    seen(phase1.find("mode"), desk)
    _identities(phase1, draft, own, peer)
    _proof(phase1, draft)
    draft.propose("phase1-proposals", [*_phase1_proposals(phase1, desk)], _encryption_line(phase1))
    if phase1.get("lifetime"):
        draft.say("phase1-lifetime", phase1.get("lifetime"), phase1.at("lifetime"))
    draft.assume("phase1-lifetime")
    traversal = phase1.get("nat_traversal")
    draft.say(
        "nat-t",
        "no" if traversal == "off" else "yes",
        phase1.at("nat_traversal"),
        default="" if traversal else "NAT traversal is on in charon",
    )
    off = phase1.find("disabled")
    draft.say("sa-enabled", "no" if off is not None else "yes", off.line if off else phase1.line)
    return draft


def _identities(phase1: Element, draft: DraftConnection, own: str, peer: str) -> None:
    for who, setting, address in (("myid", "unique-firewall-identifier", own), ("peerid", "sa-name", peer)):
        kind, data = phase1.get(f"{who}_type"), phase1.get(f"{who}_data")
        line = phase1.at(f"{who}_type")
        seen(phase1.find(f"{who}_data"), draft.desk)
        if kind == "any":
            draft.say(setting, "any", line)
        elif kind in _KINDS and data:
            draft.say(setting, f"{_KINDS[kind]}:{data}", line)
        elif data:
            draft.say(setting, data, line)
        elif as_address(address) is not None:
            draft.say(setting, address, line, default="" if kind else "the address is the identity")
        else:
            seen(phase1.find(f"{who}_type"), draft.desk)


def _proof(phase1: Element, draft: DraftConnection) -> None:
    text, line = phase1.get("authentication_method"), phase1.at("authentication_method")
    kind = "certificate"
    if "pre_shared_key" in text or "psk" in text or not text:
        kind = "psk"
    elif text.startswith("eap"):
        kind = "eap"
    if text.startswith("xauth"):
        kind += "-xauth"
    own = "certificate" if kind == "eap" else "hybrid" if text.startswith("hybrid") else kind
    draft.say("authentication-method", own, line)
    draft.say("peer-authentication-method", "hybrid" if text.startswith("hybrid") else kind, line)
    secret = phase1.find("pre-shared-key")
    if secret is not None:
        draft.desk.understood(secret.line)
        if secret.text:
            draft.secret = draft.desk.seal(secret.text, secret.line)


def _phase1_proposals(phase1: Element, desk: Desk) -> Iterator[Proposal]:
    items = [*phase1.all("encryption", "item")] or [phase1]
    for item in items:
        seen(item.find("encryption-algorithm"), desk)
        for key in ("hash-algorithm", "dhgroup", "prf-algorithm"):
            seen(item.find(key), desk)
        words = [*_ciphers(item.find("encryption-algorithm"))]
        words += _listed(item.get("hash-algorithm")) + _listed(item.get("dhgroup"), "group-")
        prf = item.get("prf-algorithm")
        chosen = phase1.get("prfselect_enable") in ("yes", "on") or _is_aead(words)
        words += [f"prf{prf}"] if prf and chosen else []
        proposal, unknown = transforms(desk, "phase1-proposals", words)
        if unknown:
            desk.unread(item.line, f"unknown algorithm: {', '.join(unknown)}")
        yield proposal
    seen(phase1.find("encryption"), desk)


def _phase2(phase2: Element, draft: DraftConnection, addresses: dict[str, tuple[str, str]]) -> None:
    if phase2.find("disabled") is not None:
        seen(phase2, draft.desk)
        return
    desk, child = draft.desk, draft.child(phase2.get("descr"))
    for key in ("ikeid", "descr", "mode", "localid", "remoteid", "encryption-algorithm-option"):
        for each in phase2.all(key):
            seen(each, desk)
    desk.understood(phase2.line)
    mode = phase2.get("mode") or "tunnel"
    child.say("encapsulation", "transport" if mode == "transport" else "tunnel", phase2.at("mode"))
    _selectors(phase2, draft, child, addresses, mode)
    child.say("traffic-protocol", "any", default="no protocol is named")
    child.say("phase2-protocol", phase2.get("protocol") or "esp", phase2.at("protocol"))
    child.propose("phase2-proposals", [*_phase2_proposals(phase2, desk)], phase2.line)
    group = phase2.get("pfsgroup") or "0"
    child.say("pfs", "no" if group in ("0", "off") else "yes", phase2.at("pfsgroup"))
    if group not in ("0", "off"):
        child.say("pfs-dh-group", group, phase2.at("pfsgroup"))
    if phase2.get("lifetime"):
        child.say("phase2-lifetime", phase2.get("lifetime"), phase2.at("lifetime"))
    child.assume("phase2-lifetime")
    child.assume("narrowing")


def _selectors(
    phase2: Element,
    draft: DraftConnection,
    child: DraftChild,
    addresses: dict[str, tuple[str, str]],
    mode: str,
) -> None:
    ends = (
        ("localid", "local-networks", "own-address"),
        ("remoteid", "destination-networks", "peer-gateway"),
    )
    for key, setting, unit in ends:
        element = phase2.find(key)
        network = _network(element, addresses) if element else ""
        if mode == "vti" or mode.startswith("route"):
            child.say(setting, "0.0.0.0/0", default="a routed tunnel takes all traffic")
        elif network:
            child.say(setting, network, element.line if element else None)
        elif mode == "transport" and as_address(draft.get(unit)) is not None:
            child.say(setting, draft.get(unit), default="transport mode is for the units themselves")


def _network(element: Element, addresses: dict[str, tuple[str, str]]) -> str:
    kind = element.get("type")
    if kind in ("network", "address", ""):
        bits = element.get("netbits") if kind == "network" else ""
        return f"{element.get('address')}/{bits}" if bits else element.get("address")
    if kind in ("any", "none"):
        return "0.0.0.0/0"
    address, bits = addresses.get(kind, ("", ""))
    return f"{address}/{bits}" if address and bits else ""


def _phase2_proposals(phase2: Element, desk: Desk) -> Iterator[Proposal]:
    ciphers = [word for each in phase2.all("encryption-algorithm-option") for word in _ciphers(each)]
    hashes = [each.get("name") or each.text for each in phase2.all("hash-algorithm-option")]
    for each in phase2.all("hash-algorithm-option"):
        seen(each, desk)
    for cipher in ciphers:
        own = [] if _is_aead([cipher]) else [name.replace("_", "-") for name in hashes if name]
        proposal, unknown = transforms(desk, "phase2-proposals", [cipher, *own])
        if unknown:
            desk.unread(phase2.line, f"unknown algorithm: {', '.join(unknown)}")
        yield proposal


def _ciphers(element: Element | None) -> Iterator[str]:
    if element is None:
        return
    name, bits = element.get("name") or element.text, element.get("keylen")
    if name == "aes" and bits == "auto":
        yield from ("aes256", "aes192", "aes128")
    elif name.endswith("gcm") and bits in ("64", "96", "128"):
        # pfSense writes the length of the tag beside a name that holds that of the key.
        yield f"{name}{int(bits) // 8}"
    elif name in ("aes", "camellia", "blowfish") and bits:
        yield f"{name}{bits}"
    elif name:
        yield name


def _listed(text: str, before: str = "") -> list[str]:
    return [f"{before}{part.strip()}" for part in text.split(",") if part.strip()]


def _is_aead(words: list[str]) -> bool:
    return any("gcm" in word or "poly1305" in word for word in words)


def _encryption_line(phase1: Element) -> Line:
    return phase1.at("encryption") or phase1.at("encryption-algorithm") or phase1.line


def _interfaces(root: Element) -> dict[str, tuple[str, str]]:
    """Return the address and the length of the mask of every interface that has a fixed one."""
    found: dict[str, tuple[str, str]] = {}
    section = root.find("interfaces")
    for each in section.children if section else ():
        if as_address(each.get("ipaddr")) is not None:
            found[each.tag] = (each.get("ipaddr"), each.get("subnet"))
    return found

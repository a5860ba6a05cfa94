"""How Cisco ASA and its peer prove who they are: versions, methods, identities and keys of a tunnel group."""

from __future__ import annotations

import binascii
from collections.abc import Sequence

from ikewizard.settings.desk import DraftConnection
from ikewizard.settings.readers.asa_phases import policies, policy_method
from ikewizard.settings.readers.asa_unit import Group, Unit
from ikewizard.settings.readers.cisco_common import Block, Words
from ikewizard.settings.units import Line, Sealed

_KEY = "pre-shared-key"
_OWN, _PEER = ("ikev2", "local-authentication"), ("ikev2", "remote-authentication")
_PROTOCOLS = {"ikev1": "ikev1", "ikev2": "ikev2", "ipsec": "ikev1"}


def versions_of(
    unit: Unit, configured: Sequence[str], nameif: str, group: Group | None
) -> tuple[list[str], bool | None]:
    """Return the versions of IKE that a tunnel can use, and whether any is enabled on its interface.

    A crypto map often allows both, and the policy or the keys of the tunnel group only one.
    """
    enabled = {version: unit.enabled(version, nameif) for version in configured}
    usable = [version for version in configured if enabled[version] is not False]
    state = None if not configured else True if True in enabled.values() else None
    if configured and not usable:
        state = False
    found = usable or list(configured)
    for allowed in (_by_policy(unit, group), _by_proof(group)):
        found = [version for version in found if version in allowed] or found
    return found, state


def _by_policy(unit: Unit, group: Group | None) -> list[str]:
    for name in (group.policy if group else "", "DfltGrpPolicy"):
        for block in unit.all("group-policy", name, "attributes") if name else ():
            said = block.last("vpn-tunnel-protocol")
            if said:
                unit.desk.understood(block.line)
                unit.desk.understood(said.line)
                words = [word.lower() for word in said.words[1:]]
                return [_PROTOCOLS[word] for word in words if word in _PROTOCOLS]
    return []


def _by_proof(group: Group | None) -> list[str]:
    if group is None:
        return []
    found = [] if not (group.last("ikev1", _KEY) or group.last("ikev1", "trust-point")) else ["ikev1"]
    return [*found, "ikev2"] if group.last(*_OWN) or group.last(*_PEER) else found


def methods(unit: Unit, draft: DraftConnection, group: Group | None, versions: Sequence[str]) -> str:
    """Put down how the units prove who they are; return the method of IKEv1, or else the own one."""
    if group is not None:
        for line in group.lines:
            unit.desk.understood(line)
    own: dict[str, tuple[str, Block | None]] = {}
    peer: dict[str, tuple[str, Block | None]] = {}
    for version in versions:
        if version == "ikev1":
            own[version] = peer[version] = _older(unit, group)
        else:
            own[version], peer[version] = (_newer(group, prefix) for prefix in (_OWN, _PEER))
    for setting, found in (("authentication-method", own), ("peer-authentication-method", peer)):
        known = {method for method, _ in found.values()}
        for _, block in found.values():
            unit.desk.understood(block.line if block else None)
        # Where the versions differ, one value would be wrong for the other.
        if len(known) == 1 and (method := known.pop()):
            block = next(iter(found.values()))[1]
            draft.say(setting, method, _place(block), default="" if block else _silent(group))
    return own["ikev1"][0] if "ikev1" in own else next(iter(own.values()), ("", None))[0]


def _place(block: Block | None) -> Line | None:
    """Return where ``block`` stands; the text of a key is kept nowhere."""
    if block is None:
        return None
    return Line(block.line.file, block.line.number, "") if _KEY in block.words else block.line


def _silent(group: Group | None) -> str:
    return "" if group else "what the IKE policies allow"


def _older(unit: Unit, group: Group | None) -> tuple[str, Block | None]:
    key = group.last("ikev1", _KEY) if group else None
    trust = group.last("ikev1", "trust-point") if group else None
    for policy in policies(unit, "ikev1"):
        method = policy_method(unit, policy)
        if method == "psk" and key:
            return method, key
        if method == "certificate" and trust:
            return method, trust
    if key:
        return "psk", key
    return ("certificate", trust) if trust else ("", None)


def _newer(group: Group | None, prefix: tuple[str, str]) -> tuple[str, Block | None]:
    said = group.last(*prefix) if group else None
    if said is None or len(said.words) < 3:
        return "", None
    return {_KEY: "psk", "certificate": "certificate", "eap": "eap"}.get(said.words[2], ""), said


def identities(unit: Unit, draft: DraftConnection, own: str, method: str, named: str) -> None:
    """Put down the identity that is sent, and the one that is expected."""
    identity = unit.last("crypto", "isakmp", "identity")
    words = identity.words[3:] if identity else ("auto",)
    line = identity.line if identity else None
    said = words[0] if words else "auto"
    unit.desk.understood(line)
    if said == "key-id" and len(words) > 1:
        draft.say("unique-firewall-identifier", f"keyid:{' '.join(words[1:])}", line)
    elif said == "hostname":
        host, domain = unit.last("hostname"), unit.last("domain-name")
        parts = [block.words[1] for block in (host, domain) if block and len(block.words) > 1]
        if parts:
            draft.say("unique-firewall-identifier", f"fqdn:{'.'.join(parts)}", line)
    elif own not in ("", "none") and (said == "address" or (said == "auto" and method == "psk")):
        usual = "" if line else "crypto isakmp identity is auto: with a key the address is sent"
        draft.say("unique-firewall-identifier", own, line, default=usual)
    if named:
        draft.say("sa-name", named, None, default="the name of the tunnel group is the peer's identity")
    elif method == "psk":
        draft.assume("sa-name")


def secret(unit: Unit, group: Group | None, versions: Sequence[str]) -> Sealed | None:
    """Return the shared secret; None where it is masked, or where the ends or versions have several."""
    found: list[Sealed] = []
    prefixes: dict[str, list[Words]] = {
        "ikev1": [("ikev1", _KEY)],
        "ikev2": [(*_OWN, _KEY), (*_PEER, _KEY)],
    }
    for prefix in [each for version in versions for each in prefixes[version]]:
        said = group.last(*prefix) if group else None
        if said is None:
            continue
        unit.desk.understood(said.line)
        plain = _plain(said.words[len(prefix) :])
        if plain:
            found.append(unit.desk.seal(plain, said.line))
    return found[0] if len({each.digest for each in found}) == 1 else None


def _plain(words: Words) -> str | bytes:
    """Return a key that can be read: one that is masked or encrypted is nothing."""
    if len(words) > 1 and words[0] == "hex":
        try:
            return binascii.unhexlify(words[1].removeprefix("0x"))
        except ValueError:
            return ""
    if len(words) > 1 and words[0] in ("0", "8"):
        return words[1] if words[0] == "0" else ""
    text = words[0] if words else ""
    return "" if not text.strip("*") else text

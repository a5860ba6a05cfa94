"""The proposals of both phases as Cisco ASA writes them: policies, transform sets, IPsec proposals."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.settings.desk import DraftChild, DraftConnection
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.readers.asa_unit import Entry, Unit
from ikewizard.settings.readers.cisco_common import Block
from ikewizard.settings.readers.transforms import authenticates, transforms
from ikewizard.settings.units import Line

_NONE = ("null", "none")


def policies(unit: Unit, version: str) -> list[Block]:
    """Return the IKE policies of ``version``, in the order of their numbers."""
    found = [block for block in unit.all("crypto", version, "policy") if len(block.words) > 3]
    merged: dict[str, Block] = {}
    for block in found:
        whole = merged.setdefault(block.words[3], Block(block.line, block.words[:4]))
        # PIX 6 repeats the policy in each line.
        if len(block.words) > 4:
            whole.inner.append(Block(block.line, block.words[4:]))
        whole.inner += block.inner
    return sorted(merged.values(), key=lambda block: _number(block.words[3]))


def phase1(unit: Unit, draft: DraftConnection, versions: Sequence[str], method: str) -> None:
    """Put down the proposals and the lifetime of phase 1; those of IKEv1 are of one ``method`` each."""
    found: list[Proposal] = []
    place: Line | None = None
    assumed: dict[str, None] = {}
    for version in versions:
        chosen = policies(unit, version)
        if version == "ikev1":
            fitting = [each for each in chosen if policy_method(unit, each) == method]
            chosen = fitting or chosen
        for policy in chosen:
            unit.desk.understood(policy.line)
            place = place or policy.line
            found += _policy(unit, policy, version, assumed)
            _lifetime(unit, draft, policy)
    draft.propose("phase1-proposals", list(dict.fromkeys(found)), place, default="; ".join(assumed))
    draft.assume("phase1-lifetime")


def policy_method(unit: Unit, policy: Block) -> str:
    """Return how a policy of IKEv1 lets the units prove who they are."""
    said = policy.last("authentication")
    if said and len(said.words) > 1:
        return unit.desk.term("authentication-method", said.words[1]) or ""
    usual = unit.desk.default("authentication-method", "ikev1")
    return usual.value if usual else ""


def _lifetime(unit: Unit, draft: DraftConnection, policy: Block) -> None:
    said = policy.last("lifetime")
    if said is None:
        return
    unit.desk.understood(said.line)
    # A lifetime without end is none that could be compared.
    if not draft.has("phase1-lifetime") and said.words[-1] not in _NONE:
        draft.say("phase1-lifetime", f"{said.words[-1]} s", said.line)


def _policy(unit: Unit, policy: Block, version: str, assumed: dict[str, None]) -> list[Proposal]:
    """Return the proposals of a policy; the sources of the defaults in it are added to ``assumed``."""

    def said(key: str, setting: str) -> tuple[str, ...]:
        told = policy.last(key)
        if told:
            return _terms(unit, setting, told.words[1:], told.line)
        usual = unit.desk.default(setting, _unversioned(unit) if setting == "phase1-dh-group" else version)
        if usual is None:
            return ()
        assumed[usual.default] = None
        return tuple(usual.value.split(", "))

    encryption = said("encryption", "phase1-encryption")
    groups = said("group", "phase1-dh-group")
    if version == "ikev1":
        hashes = said("hash", "phase1-hash")
        authentication = policy.last("authentication")
        if authentication:
            unit.desk.understood(authentication.line)
        return [Proposal(encryption, hashes, hashes, groups)]
    integrity = said("integrity", "phase1-hash")
    prf = said("prf", "phase1-prf")
    return _apart(encryption, integrity, prf, groups)


def _apart(
    encryption: Sequence[str], integrity: Sequence[str], prf: Sequence[str] = (), groups: Sequence[str] = ()
) -> list[Proposal]:
    """Return the proposals of what authenticates by itself and of what does not."""
    own = tuple(name for name in encryption if authenticates(name))
    plain = tuple(name for name in encryption if name not in own)
    found = [Proposal(own, (), tuple(prf), tuple(groups))] if own else []
    return [*found, Proposal(plain, tuple(integrity), tuple(prf), tuple(groups))] if plain else found


def _unversioned(unit: Unit) -> str:
    return "" if unit.desk.version else "version not known"


def _terms(unit: Unit, setting: str, words: Sequence[str], line: Line) -> tuple[str, ...]:
    found: list[str] = []
    unknown: list[str] = []
    for word in words:
        value = unit.desk.term(setting, word)
        if value:
            found += value.split(", ")
        elif word not in _NONE:
            unknown.append(word)
    if unknown:
        unit.desk.unread(line, f"{', '.join(unknown)} is not known here")
    else:
        unit.desk.understood(line)
    return tuple(found)


def phase2(unit: Unit, entry: Entry, versions: Sequence[str]) -> tuple[list[Proposal], str, str, Line | None]:
    """Return the proposals of phase 2, its protocol, its mode, and the line that names them."""
    found: list[Proposal] = []
    protocol, mode, place = "esp", "", None
    for version in versions:
        key = "set ikev1 transform-set" if version == "ikev1" else "set ikev2 ipsec-proposal"
        place = place or entry.at(key)
        for name in entry.words(key):
            if version == "ikev1":
                proposal, protocol, mode = _transform_set(unit, name, protocol, mode)
                found += proposal
            else:
                found += _ipsec_proposal(unit, name)
    if "ikev2" in versions and entry.words("set ikev2 mode"):
        mode = "transport" if entry.words("set ikev2 mode")[0].startswith("transport") else "tunnel"
    return list(dict.fromkeys(found)), protocol, mode, place


def _transform_set(unit: Unit, name: str, protocol: str, mode: str) -> tuple[list[Proposal], str, str]:
    found: list[Proposal] = []
    for block in unit.all("crypto", "ipsec", "ikev1"):
        if block.words[3:5] != ("transform-set", name):
            continue
        words = block.words[5:]
        if words[:1] == ("mode",):
            mode = words[1] if words[1:2] in (("transport",), ("tunnel",)) else mode
            unit.desk.understood(block.line)
            continue
        proposal, unknown = transforms(unit.desk, "phase2-proposals", words)
        if unknown:
            unit.desk.unread(block.line, f"{', '.join(unknown)} is not known here")
            continue
        unit.desk.understood(block.line)
        if words and all(word.startswith("ah-") for word in words):
            protocol = "ah"
        found.append(proposal)
    return found, protocol, mode


def _ipsec_proposal(unit: Unit, name: str) -> list[Proposal]:
    found: list[Proposal] = []
    for block in unit.all("crypto", "ipsec", "ikev2"):
        if block.words[3:5] != ("ipsec-proposal", name):
            continue
        unit.desk.understood(block.line)
        values: dict[str, tuple[str, ...]] = {}
        for part, setting in (("encryption", "phase2-encryption"), ("integrity", "phase2-authentication")):
            said = block.last("protocol", "esp", part)
            values[part] = _terms(unit, setting, said.words[3:], said.line) if said else ()
        found += _apart(values["encryption"], values["integrity"])
    return found


def pfs(unit: Unit, child: DraftChild, entry: Entry) -> None:
    """Put down whether PFS is asked for, and with which group."""
    if "set pfs" not in entry.options:
        child.assume("pfs")
        usual = unit.desk.default("pfs", "responder")
        if usual:
            child.say("pfs", usual.value, None, default=usual.default, accepts=True)
        return
    words, line = entry.options["set pfs"]
    child.say("pfs", "yes", line)
    if words:
        child.say("pfs-dh-group", words[0], line)
    else:
        child.assume("pfs-dh-group", _unversioned(unit))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0

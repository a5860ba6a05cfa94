"""Phase 1 of a connection of Cisco IOS with IKEv2 (``crypto ikev2``)."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.settings.desk import DraftConnection
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.readers.ios_ike import expects, ikev2_proposal
from ikewizard.settings.readers.ios_keys import ANYBODY, Key, closest, sealed, without_secret
from ikewizard.settings.readers.ios_lines import Block
from ikewizard.settings.readers.ios_sketch import Proof, Sketch, say_own_identity
from ikewizard.settings.readers.ios_unit import Unit
from ikewizard.settings.units import Line


def ikev2(unit: Unit, draft: DraftConnection, sketch: Sketch, profile: Block) -> None:
    """Put down phase 1 of IKEv2 as ``profile`` says."""
    said = (sketch.body.at("set", "ikev2-profile") or profile.line) if profile.inner else None
    draft.say("ike-version", "ikev2", said, default="" if said else "an IKEv2 profile is set")
    proof = _second_proof(unit, sketch, profile)
    for setting, kind, line in (
        ("authentication-method", proof.own, proof.lines[0]),
        ("peer-authentication-method", proof.peer, proof.lines[1]),
    ):
        if kind:
            draft.say(setting, kind, line)
    draft.secret = proof.key.secret if proof.key else None
    _second_proposals(unit, draft, sketch)
    if profile.after("lifetime"):
        draft.say("phase1-lifetime", profile.after("lifetime")[0], profile.at("lifetime"))
    draft.assume("phase1-lifetime")
    words = profile.after("identity", "local")
    if words or proof.own == "psk":
        say_own_identity(unit, draft, sketch, [(words, profile.at("identity", "local"))] if words else [])
    wanted = profile.all("match", "identity", "remote")
    for each in (
        *wanted,
        *profile.all("match", "address"),
        *profile.all("match", "fvrf"),
        *profile.all("match", "certificate"),
    ):
        unit.desk.understood(each.line)
    expected, line = expects(wanted, sketch.peer_names)
    if expected:
        draft.say("sa-name", expected, line)


def _second_proof(unit: Unit, sketch: Sketch, profile: Block) -> Proof:
    kinds: dict[str, list[str]] = {"local": [], "remote": []}
    lines: dict[str, Line | None] = {"local": None, "remote": None}
    inline: list[Key] = []
    for each in profile.all("authentication"):
        end, words = "".join(each.words[1:2]), each.words[2:]
        if end not in kinds or not words:
            continue
        shown = " ".join((*each.words[:3], "key ...")) if "key" in words else each.line.text
        lines[end] = without_secret(each.line, shown)
        kind = unit.desk.term("authentication-method", words[0].removeprefix("anyconnect-")) or ""
        kinds[end].append(kind)
        unit.desk.understood(each.line)
        if "key" in words:
            inline.append(Key(sealed(unit.desk, words[words.index("key") + 1 :], each.line)))
    own, peer = (kinds[end][0] if len(set(kinds[end])) == 1 else "" for end in ("local", "remote"))
    key = _inline_key(inline) if inline else _ring_key(unit, sketch, profile)
    used = "psk" in (*kinds["local"], *kinds["remote"])
    return Proof(own, peer, key if used else None, (lines["local"], lines["remote"]))


def _inline_key(keys: Sequence[Key]) -> Key:
    digests = {key.secret.digest if key.secret else "" for key in keys}
    return keys[0] if len(digests) == 1 else Key(None)


def _ring_key(unit: Unit, sketch: Sketch, profile: Block) -> Key | None:
    words = profile.after("keyring")
    unit.desk.understood(profile.at("keyring"))
    ring = unit.ikev2_rings.get(words[-1]) if words else None
    names = sketch.peer_names or [ANYBODY]
    wanted = [each.words[-1] for each in profile.all("match", "identity", "remote") if len(each.words) > 3]
    match = closest([ring], names) or closest([ring], [*wanted, ANYBODY]) if ring else None
    return match[1] if match else None


def _second_proposals(unit: Unit, draft: DraftConnection, sketch: Sketch) -> None:
    desk = unit.desk
    policy = _policy(unit, sketch)
    names: list[str] = []
    for each in policy.all("proposal") if policy else ():
        names += each.words[1:]
        desk.understood(each.line)
    blocks = [unit.section("crypto", "ikev2", "proposal", name) for name in names or ["default"]]
    own = [ikev2_proposal(desk, block) for block in blocks if block]
    if own:
        line = policy.at("proposal") if policy else None
        draft.propose("phase1-proposals", own, line)
    elif not names or names == ["default"]:
        usual = desk.default("phase1-proposals", "ikev2" if desk.version else "ikev2, version not known")
        if usual:
            draft.propose("phase1-proposals", read_proposals(usual.value), None, default=usual.default)


def _policy(unit: Unit, sketch: Sketch) -> Block | None:
    """Return the policy that is chosen: one for the unit's own address before one for any."""
    known_policies = list(unit.named("crypto", "ikev2", "policy").values())
    own = {address for address, _ in sketch.own}
    fitting = [
        block
        for block in known_policies
        if any(each.words[-1] in own for each in block.all("match", "address", "local"))
    ] or [block for block in known_policies if not block.all("match", "address", "local")]
    if not fitting:
        return None
    unit.use(fitting[0])
    for each in fitting[0].all("match"):
        unit.desk.understood(each.line)
    return fitting[0]

"""Reads RouterOS's policies and proposals: the second phase of a peer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ikewizard.settings.desk import DraftChild, DraftConnection
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.readers.mikrotik_items import Item, algorithms, say
from ikewizard.settings.readers.transforms import authenticates

Find = Callable[[str], Item | None]
"""Finds a proposal by its name."""
_EVERY = ("", "all", "any", "255")


def put_down_children(draft: DraftConnection, policies: Sequence[Item], find: Find) -> None:
    """Put down a child for each policy that is on, and for each template that policies are made from."""
    for policy in policies:
        policy.understood(draft.desk)
        if not policy.off:
            _child(draft, policy, find)


def _child(draft: DraftConnection, policy: Item, find: Find) -> None:
    child = draft.child(policy.get("comment"))
    made = policy.default or policy.get("template") == "yes"
    tunnel = policy.get("tunnel") == "yes"
    if not made:
        child.say(
            "encapsulation",
            "tunnel" if tunnel else "transport",
            policy.at("tunnel"),
            default="" if policy.get("tunnel") else "tunnel is no when nothing is said",
        )
    if made:
        _template(draft, child, policy)
    else:
        _networks(draft, child, policy, tunnel=tunnel)
    _traffic(child, policy)
    _phase2(draft, child, policy, find)


def _networks(draft: DraftConnection, child: DraftChild, policy: Item, *, tunnel: bool) -> None:
    for key, setting, address in (
        ("src-address", "local-networks", "own-address"),
        ("dst-address", "destination-networks", "peer-gateway"),
    ):
        text, outer = policy.get(key), draft.get(address)
        if text:
            child.say(setting, text, policy.at(key))
        elif not tunnel and outer not in ("", "none"):
            child.say(setting, outer, default="in transport mode it is the address of the unit")


def _template(draft: DraftConnection, child: DraftChild, policy: Item) -> None:
    """Put down the networks of a template, any part of which a peer may ask for.

    IKEv1 knows no narrowing, but a template takes what a peer asks for there as well: then nothing is
    said of the networks.
    """
    if draft.get("ike-version") != "ikev2":
        return
    child.assume("narrowing", "template")
    for key, setting in (("src-address", "local-networks"), ("dst-address", "destination-networks")):
        text = policy.get(key)
        child.say(
            setting,
            "any, any6" if text in ("", "::/0") else text,
            policy.at(key),
            default="" if text else f"{key} of the default template is ::/0",
        )


def _traffic(child: DraftChild, policy: Item) -> None:
    protocol, line = policy.get("protocol"), policy.at("protocol")
    if protocol in _EVERY:
        child.say(
            "traffic-protocol", "any", line, default="" if line else "protocol is all when nothing is said"
        )
        return
    ports = [policy.get(key) for key in ("src-port", "dst-port") if policy.get(key) not in _EVERY]
    child.say("traffic-protocol", ":".join((protocol, *dict.fromkeys(ports))), line)


def _phase2(draft: DraftConnection, child: DraftChild, policy: Item, find: Find) -> None:
    desk = draft.desk
    protocol = "ah" if policy.get("ipsec-protocols") == "ah" else "esp"
    line = policy.at("ipsec-protocols")
    child.say(
        "phase2-protocol",
        protocol,
        line,
        default="" if line else "ipsec-protocols is esp when nothing is said",
    )
    name = policy.get("proposal") or "default"
    proposal = find(name)
    if proposal is None:
        desk.unread(policy.at("proposal"), f"there is no proposal '{name}'")
        return
    (encryption, integrity), line, source = algorithms(
        desk,
        proposal,
        (("phase2-encryption", "enc-algorithms"), ("phase2-authentication", "auth-algorithms")),
        "",
    )
    proposal.understood(desk)
    if protocol == "ah":
        offered = [Proposal((), integrity)] if integrity else []
    else:
        own = tuple(each for each in encryption if authenticates(each))
        plain = tuple(each for each in encryption if not authenticates(each))
        offered = [Proposal(plain, integrity)] if plain and integrity else []
        offered += [Proposal(own)] if own else []
    child.propose("phase2-proposals", offered, line, default=source)
    _pfs(child, proposal)
    say(child, "phase2-lifetime", proposal, "lifetime", "")


def _pfs(child: DraftChild, proposal: Item) -> None:
    group, line = proposal.get("pfs-group"), proposal.at("pfs-group")
    if group == "none":
        child.say("pfs", "no", line)
    elif group:
        child.say("pfs", "yes", line)
        child.say("pfs-dh-group", group, line)
    else:
        child.assume("pfs")
        child.assume("pfs-dh-group")

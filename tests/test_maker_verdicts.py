"""What whole logs of several makers are diagnosed as, where the cause is known."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

import ikewizard
from ikewizard.knowledge.load import Knowledge

SAMPLES = Path(__file__).parent / "logs" / "samples"
RESPONDER: Literal["responder"] = "responder"
INITIATOR: Literal["initiator"] = "initiator"


@pytest.mark.parametrize(
    ("sample", "side", "first", "among"),
    [
        ("fortigate/certificate-responder-v2", RESPONDER, "certificate-rejected", "identity-mismatch"),
        ("fortigate/no-route-initiator-v2", INITIATOR, "peer-unreachable", "no-matching-sa"),
        ("juniper-srx/networks-responder-v2", RESPONDER, "network-mismatch", "network-mismatch"),
        ("juniper-srx/no-answer-initiator-rfc5424", INITIATOR, "peer-unreachable", "no-matching-sa"),
        ("mikrotik/secret-then-time-up-responder-v1", RESPONDER, "psk-mismatch", "psk-mismatch"),
        ("mikrotik/phase2-responder-v1", RESPONDER, "phase2-proposal-mismatch", "network-mismatch"),
        ("palo-alto/proxy-id-responder-v1", RESPONDER, "network-mismatch", "network-mismatch"),
        ("palo-alto/pfs-responder-v1", RESPONDER, "pfs-mismatch", "pfs-mismatch"),
        ("sonicwall/secret-responder-v1", RESPONDER, "psk-mismatch", "psk-mismatch"),
        ("sonicwall/networks-responder-v1", RESPONDER, "network-mismatch", "network-mismatch"),
        (
            "sonicwall/networks-said-as-proposal-responder-v1",
            RESPONDER,
            "phase2-proposal-mismatch",
            "network-mismatch",
        ),
    ],
)
def test_a_known_cause_is_found(
    sample: str,
    side: Literal["initiator", "responder"],
    first: str,
    among: str,
    knowledge: Knowledge,
) -> None:
    """The cause that the log shows comes first, and the true one is always among those told."""
    lines = (SAMPLES / f"{sample}.log").read_text(encoding="utf-8").splitlines()
    reading = ikewizard.read_log(lines, ikewizard.catalog(knowledge), name="x.log", side=side)
    found = ikewizard.diagnose(knowledge.playbook, [reading], {})
    assert found.main.causes[0] == first
    assert among in found.main.causes


def test_no_question_is_left_about_a_peer_without_a_route(knowledge: Knowledge) -> None:
    """Who could not even send a message is not asked what the other unit logged."""
    lines = (SAMPLES / "fortigate/no-route-initiator-v2.log").read_text(encoding="utf-8").splitlines()
    reading = ikewizard.read_log(lines, ikewizard.catalog(knowledge), name="x.log", side=INITIATOR)
    found = ikewizard.diagnose(knowledge.playbook, [reading], {})
    assert found.main.question is None


# Without a time, so that it stands anywhere in a log.
BAD_MESSAGE = (
    "%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 198.51.100.99  failed its sanity check or is malformed"
)


@pytest.mark.parametrize(
    "sample", ["healthy-initiator", "ikev2-healthy-initiator", "phase2-refused-initiator"]
)
def test_a_peer_that_one_line_speaks_of_is_a_row_of_its_own(sample: str, knowledge: Knowledge) -> None:
    """Wherever the line stands, what failed with that peer is told, and the other tunnel is as without it."""
    lines = (SAMPLES / f"cisco-ios/{sample}.log").read_text(encoding="utf-8").splitlines()
    catalog = ikewizard.catalog(knowledge)
    (alone,) = ikewizard.read_log(lines, catalog, name="x.log").connections
    for place in range(len(lines) + 1):
        both = [*lines[:place], BAD_MESSAGE, *lines[place:]]
        rows = {c.peer: c.outcome for c in ikewizard.read_log(both, catalog, name="x.log").connections}
        assert rows == {alone.peer: alone.outcome, "198.51.100.99": "failed"}


@pytest.mark.parametrize("first", [0, 1])
def test_a_nameless_tunnel_does_not_hide_what_failed_with_a_peer(first: int, knowledge: Knowledge) -> None:
    """The lines of the tunnel that came up name nobody; the peer of the other line is told its cause."""
    up = [
        "ISAKMP:(1001):Old State = IKE_I_MM6  New State = IKE_P1_COMPLETE",
        "IPSEC(create_sa): sa created,",
    ]
    lines = [BAD_MESSAGE, *up] if first else [*up, BAD_MESSAGE]
    reading = ikewizard.read_log(lines, ikewizard.catalog(knowledge), name="x.log")
    found = ikewizard.diagnose(knowledge.playbook, [reading], {})
    rows = {tunnel.peer: (tunnel.verdict, tunnel.causes) for tunnel in found.tunnels}
    assert rows[""][0] == "established"
    assert rows["198.51.100.99"] == ("cause-found", ("psk-mismatch",))


@pytest.mark.parametrize("sample", ["networks-differ-responder", "networks-any-responder"])
def test_a_session_that_carried_traffic_hides_no_refusal(sample: str, knowledge: Knowledge) -> None:
    """Networks that an ASA refuses stay the cause, though others of the same session were in use."""
    lines = (SAMPLES / f"cisco-asa/{sample}.log").read_text(encoding="utf-8").splitlines()
    peer = "198.51.100.7"
    assert any(peer in line for line in lines)
    over = (
        f"Dec 04 2014 12:59:51: %ASA-4-113019: Group = {peer}, Username = {peer}, IP = {peer}, "
        "Session disconnected. Session Type: LAN-to-LAN, Duration: 0h:07m:03s, "
        "Bytes xmt: 100, Bytes rcv: 200, Reason: User Requested"
    )
    reading = ikewizard.read_log([*lines, over], ikewizard.catalog(knowledge), name="x.log")
    assert ikewizard.diagnose(knowledge.playbook, [reading], {}).main.causes[0] == "network-mismatch"


@pytest.mark.parametrize(
    ("last", "cause", "certain"),
    [
        ("EAP method EAP_MSCHAPV2 failed for peer alice", "user-auth-failed", True),
        ("no alternative config found", "auth-method-mismatch", False),
    ],
)
def test_a_connection_that_does_no_eap_is_no_fault_where_another_does(
    last: str, cause: str, certain: bool, knowledge: Knowledge
) -> None:
    """It tries its connections in turn; where none is left, the identity may have led to the wrong one."""
    refused = ["peer requested EAP, config unacceptable"]
    switched = ["switching to peer config 'rw-eap'", "initiating EAP_IDENTITY method (id 0x00)"]
    texts = ["203.0.113.9 is initiating an IKE_SA", *refused, *(switched if certain else []), last]
    lines = [f"Jul 15 00:39:55 vpn charon: 06[IKE] {text}" for text in texts]
    reading = ikewizard.read_log(lines, ikewizard.catalog(knowledge), name="x.log")
    conclusion = ikewizard.diagnose(knowledge.playbook, [reading], {}).main.situation.conclusion
    assert conclusion is not None
    assert conclusion.suspects[0].cause.id == cause
    assert (conclusion.suspects[0].certainty == "certain") is certain

"""What the recorded configurations of the corpus are compared to say: held at the figures reached."""

from __future__ import annotations

import pytest

from tests.benchmarks.configurations import Answer, answers

# Two secrets in it fit the peer, and which one the daemon takes does not stand there.
AMBIGUOUS = "mixed-psk-v2-iked-sw"
# Both units' settings are in order: another tunnel was asked for than is loaded, or neither is to begin.
NOT_IN_SETTINGS = {"sadisabled-v2-iked74", "sadisabled-v2-sw6"}
# What a program was built without, and which EAP method a client does, stand in no configuration; and a
# secret that is not there may be in another file.
NOT_SHOWN = {
    "p1-nomlkem-v2-sw61-sw6",
    "psk-imissing-v2-lsw52-sw6",
    "user-eap-method-v2-sw6-sw61",
    "version-i1-p2unbuilt-sw58-sw61",
    "version-i1unbuilt-sw61-sw6",
    "psk-pmissing-v2-sw6",
    # The names in certificates, a NAT or an address that changes, and a switch for all of a daemon.
    "id-inosan-v2-lsw4-lsw52",
    "id-pnosan-v2-sw59-lsw52",
    "nosa-nat-v2-sw6-lsw52",
    "dead-nomobike-v2-sw59",
    "version-ikev1policy-v1-lsw4-lsw52",
    # What no reader takes from a configuration yet.
    "p2-esn-v2-sw6-sw59",
    "ppk-required-v2-sw6-sw61",
}
# iked says that no policy fits: what the settings show to differ, it takes for another identity.
OVERRULED = {"encap-itransport-v2-iked-iked", "encap-itransport-v2-sw-iked", "encap-ptransport-v1main-ss"}


@pytest.fixture(scope="module")
def found() -> list[Answer]:
    """Return what is answered for every case."""
    return list(answers())


def test_two_configurations_name_the_fault_that_lies_in_them(found: list[Answer]) -> None:
    """Alone they name the injected cause, and none where the fault lies elsewhere or there is none."""
    alone = [answer for answer in found if not answer.logs]
    assert len(alone) == 350
    assert {answer.case.id for answer in alone if not answer.is_right} == {
        AMBIGUOUS,
        *NOT_IN_SETTINGS,
        *NOT_SHOWN,
    }


def test_configurations_never_do_worse_than_the_logs_alone(found: list[Answer]) -> None:
    """What the logs have right stays right when the configurations stand beside them."""
    beside = [answer for answer in found if answer.logs]
    worse = [a.case.id for a in beside if a.without in a.case.right(a.logs) and not a.is_right]
    assert worse == []


def test_logs_and_configurations_never_do_worse_than_the_configurations(found: list[Answer]) -> None:
    """What the configurations show by themselves is still named first with both logs beside them."""
    shown = {a.case.id for a in found if not a.logs and a.is_right and a.first != "undetermined"}
    both = [answer for answer in found if len(answer.logs) == 2 and answer.case.id in shown]
    assert {a.case.id for a in both if a.first != a.case.cause} <= OVERRULED
    assert [a.case.id for a in both if not a.is_right] == []

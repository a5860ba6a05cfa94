"""A masked log still says what the real one says, once addresses stand in for its pseudonyms."""

from __future__ import annotations

import pytest

from ikewizard.knowledge.load import Knowledge
from ikewizard.report.masking import Level
from ikewizard.report.standins import stand_in
from tests.benchmarks.masking import both, corpus, samples

# The whole is measured by tests.benchmarks.masking; here it is some of each kind.
EVERY, EVERY_SAMPLE = 29, 16
CANNOT = {
    "cisco-asa/ikev2-healthy-responder",
    "gcp-vpn/healthy-initiator-v2",
    "sophos/utm-no-answer-initiator",  # the name of the connection shows the make
    "udp4500-v1main-psk-ss",  # the first cause is the same, those that are less likely are not
}
"""What was a sign by the form of what is masked at the level ``all``."""


@pytest.mark.parametrize("level", ["public", "all"])
@pytest.mark.parametrize("name", [name for name, _ in corpus()[::EVERY]])
def test_a_masked_case_gives_the_same_verdict(knowledge: Knowledge, name: str, level: Level) -> None:
    """Both logs of a recorded case, masked alike, lead to the same causes as certainly."""
    if level == "all" and name in CANNOT:
        pytest.skip("what is masked was the sign")
    real, masked = both(knowledge, dict(corpus())[name], level)
    assert masked == real


@pytest.mark.parametrize("name", [name for name, _ in samples()[::EVERY_SAMPLE]])
def test_a_masked_sample_gives_the_same_verdict(knowledge: Knowledge, name: str) -> None:
    """A maker's log, with everything in it masked, leads to the same causes."""
    if name in CANNOT:
        pytest.skip("what is masked was the sign")
    real, masked = both(knowledge, dict(samples())[name], "all")
    assert masked == real


@pytest.mark.parametrize(
    ("masked", "stands_in"),
    [
        ("from PEER-A[500] to PEER-AB:4500", "from 198.18.0.1[500] to 198.18.0.28:4500"),
        ("HOST-2 in NET-1/24, NET-3/30", "172.16.0.2 in 10.0.1.0/24, 10.0.0.12/30"),
        ("NET-1/255.255.0.0 and NET-300/8", "10.0.1.0/255.255.0.0 and 44.0.0.0/8"),
        ("PEER6-A, HOST6-2, NET6-1/64", "2001:db8::1, fd00::2, fd01:0:0:1::/64"),
        (
            "SPIs SPI-1_i SPI-2_o, SPI-3/SPI-4",
            "SPIs c0000001_i c0000002_o, 00000000c0000003/00000000c0000004",
        ),
        ("NAME-1 says PEER-ABCDEFG, HOST-999999999", "NAME-1 says PEER-ABCDEFG, HOST-999999999"),
    ],
)
def test_stand_ins(masked: str, stands_in: str) -> None:
    """Each pseudonym of an address has one of its kind, and what is no pseudonym stays."""
    assert stand_in(masked) == stands_in

"""What it tells that a message was sent again: nothing, once the exchange has come further."""

from __future__ import annotations

import pytest

from ikewizard.logs.reading import read_scan
from ikewizard.logs.scan import scan
from tests.logs.dialects import values
from tests.shipped import catalog

BEGUN = "2026-11-29 18:47:39: INFO: initiate new phase 1 negotiation: 192.0.2.1[500]<=>198.51.100.2[500]"
NAT = "2026-11-29 18:47:39: INFO: NAT detected: ME "
AGAIN = "2026-11-29 18:47:49: NOTIFY: the packet is retransmitted by 198.51.100.2[500] (1)."
AGAIN_4500 = "2026-11-29 18:47:49: NOTIFY: the packet is retransmitted by 198.51.100.2[4500] (1)."
UP = (
    "2026-11-29 18:47:50: INFO: ISAKMP-SA established 192.0.2.1[500]-198.51.100.2[500] "
    "spi:cc4743600ac012a4:1a7e77d3b831245f"
)
GIVEN_UP = "2026-11-29 18:48:10: ERROR: 198.51.100.2 give up to get IPsec-SA due to time up to wait."
TIMED_OUT = (
    "2026-11-29 18:48:29: ERROR: phase1 negotiation failed due to time up. cc4743600ac012a4:1a7e77d3b831245f"
)


@pytest.mark.parametrize(
    ("texts", "fact", "value"),
    [
        ((BEGUN, AGAIN, UP, GIVEN_UP), "initiator.says", None),
        ((BEGUN, UP, AGAIN, GIVEN_UP), "initiator.says", "auth-failed"),
        ((BEGUN, NAT, AGAIN, TIMED_OUT), "ike.stalled", "port-4500"),
        ((BEGUN, NAT, AGAIN_4500, TIMED_OUT), "ike.stalled", "other"),
    ],
)
def test_what_the_peer_sends_again_tells(texts: tuple[str, ...], fact: str, value: str | None) -> None:
    """Before phase 1 is up it was loss; after that it is a refusal; from port 4500 it shows that open."""
    reading = read_scan(scan(texts, catalog()), catalog(), name="log", side="initiator")
    assert values(reading).get(fact) == value

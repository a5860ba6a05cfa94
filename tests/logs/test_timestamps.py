"""Times of log lines, and which way a log is printed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.logs.timestamps import PrintOrder, Stamp, read_stamp

NOON = 12 * 3600.0
DAY = Stamp(2026, 11, 23, NOON)


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("Nov  3 12:00:00 gw charon: x", Stamp(0, 11, 3, NOON)),
        ("Nov 23 12:00:00.250 07[IKE] x", Stamp(0, 11, 23, NOON + 0.25)),
        ("2026-11-23T12:00:00.5+01:00 gw charon: x", Stamp(2026, 11, 23, NOON + 0.5)),
        ("<13>1 2026-11-23T12:00:00Z gw x", Stamp(2026, 11, 23, NOON)),
        ("2026:11:23T12:00:00.250+01:00 [4371-4442] [INFO]: x", Stamp(2026, 11, 23, NOON + 0.25)),
        ("2026-11-23 12:00:00 00[DMN] x", Stamp(2026, 11, 23, NOON)),
        ("Mon, 2026-11-23, 12:00:00 00[DMN] x", Stamp(2026, 11, 23, NOON)),
        ('id=firewall sn=0006 time="2007-02-14 12:00:00" fw=1.2.3.4', Stamp(2007, 2, 14, NOON)),
        ('id=firewall time="2007-02-14 12:00:00 UTC"', Stamp(2007, 2, 14, NOON)),
        ("UTM 02/14/2007 12:00:00.000 - Info - VPN", Stamp(2007, 2, 14, NOON)),
        ('"1","02/14/2007 12:00:00 PM","VPN IKE"', Stamp(2007, 2, 14, NOON)),
        ("02/14/2007 12:00:00 AM x", Stamp(2007, 2, 14, 0)),
        ("23/11/2026 12:00:00 x", Stamp(2026, 11, 23, NOON)),
        ("date=2020-04-23 time=12:00:00 devname=x logid=0101037124", Stamp(2020, 4, 23, NOON)),
        ('"date=2020-04-23","time=12:00:00","devname=x"', Stamp(2020, 4, 23, NOON)),
        ("*Aug 20 12:00:00:510 2012 hq IKE/7/EVENT: x", Stamp(0, 8, 20, NOON)),
        ("Feb 14 2007 12:00:00: %ASA-5-713904: x", Stamp(2007, 2, 14, NOON)),
        ("15May2023 12:00:00 reject 203.0.113.20", Stamp(2023, 5, 15, NOON)),
        ("[vpnd 3341 4076799824]@gw[15 May 12:00:00] x", Stamp(0, 5, 15, NOON)),
        ('{"a":"b","receiveTimestamp":"2026-01-01T01:00:00Z","timestamp":"2026-11-23T12:00:00Z"}', DAY),
        ('{"time":"2026-11-23T12:00:00.0Z","category":"IKEDiagnosticLog"}', DAY),
        ('{"TimeGenerated": "2026-11-23T12:00:00Z", "Message": "x"}', DAY),
        ('{"event_timestamp": 1795435200, "details": "x"}', DAY),
        ('1795435200000,"{""event_timestamp"":1795435200,""details"":""x""}"', DAY),
        ('            "timestamp": 1795435200250,', Stamp(2026, 11, 23, NOON + 0.25)),
        ('"message": "{\\"event_timestamp\\":1709208000,\\"details\\":\\"x\\"}"', Stamp(2024, 2, 29, NOON)),
    ],
)
def test_the_usual_forms_are_read(line: str, stamp: Stamp) -> None:
    """Syslog, ISO 8601, RFC 3339, fields, American dates and seconds since 1970 give their time."""
    assert read_stamp(line) == stamp


@pytest.mark.parametrize(
    "line",
    [
        "",
        "no time at all",
        "2026-13-01 12:00:00 x",
        "2026-11-23 25:00:00 x",
        "99/99/2026 12:00:00",
        "ISAKMP:(1795435200): atts are not acceptable",
        "sending packet: from 192.0.2.1[500] to 198.51.100.7[500] (464 bytes)",
        "certificate of the peer with the name sun.example.org is valid until Nov 23 12:00:00 2027",
    ],
)
def test_what_is_no_time_of_a_line_is_not_read(line: str) -> None:
    """An impossible time, or a date far inside the message, is none."""
    assert read_stamp(line) is None


@given(st.integers(min_value=1_000_000_000, max_value=1_999_999_999))
def test_seconds_since_1970_are_the_date_that_the_library_makes_of_them(seconds: int) -> None:
    """The days of all months and of leap years are counted as ``datetime`` counts them."""
    date = datetime.fromtimestamp(seconds, UTC)
    clock = date.hour * 3600.0 + date.minute * 60 + date.second
    assert read_stamp(f'{{"event_timestamp":{seconds}}}') == Stamp(date.year, date.month, date.day, clock)


def test_the_turn_of_a_year_is_not_a_step_back() -> None:
    """Without a year, January follows December."""
    assert Stamp(0, 12, 31, 0).before(Stamp(0, 1, 1, 0)) is True
    assert Stamp(0, 1, 1, 0).before(Stamp(0, 12, 31, 0)) is False
    assert Stamp(2026, 1, 1, 0).before(Stamp(2026, 12, 31, 0)) is True
    assert Stamp(2026, 1, 1, 0).before(Stamp(0, 12, 31, 0)) is None


def _at(*seconds: int) -> list[Stamp]:
    return [Stamp(2026, 1, 1, second) for second in seconds]


@pytest.mark.parametrize(
    ("seconds", "turned"),
    [
        ((), False),
        ((1,), False),
        ((1, 1), False),
        ((1, 2, 3), False),
        ((3, 2, 1), True),
        ((2, 1), True),
        ((1, 2, 3, 1, 2, 3), False),
        ((9, 8, 7, 8, 6, 5, 4), True),
        ((1, 2, 1, 2), False),
    ],
)
def test_a_log_is_turned_only_when_most_steps_go_back(seconds: tuple[int, ...], turned: bool) -> None:
    """Lines out of order, or two logs in one, do not turn a log; newest first does."""
    order = PrintOrder()
    for stamp in _at(*seconds):
        order.take(stamp)
    assert order.newest_first is turned


@given(st.text(max_size=120))
def test_no_line_raises(line: str) -> None:
    """Any text has a time or has none."""
    stamp = read_stamp(line)
    assert stamp is None or 1 <= stamp.month <= 12

"""Lines that were broken on their way are read as the message that they were."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from ikewizard.logs.blocks import blocks
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.folded import unfolded
from ikewizard.logs.reading import read_log
from ikewizard.logs.scan import scan
from ikewizard.logs.sighting import Scan
from tests.logs.conftest import SIGNATURES
from tests.yamlfiles import texts_in

OBJECTION = (
    "IKE Responder: Tunnel terminates inside firewall but proposed local network is not inside firewall"
)
ENTRY = (
    f"01/03/2007 14:48:15.592 - Warning - VPN IKE - {OBJECTION} - 198.51.100.10, 500 - 203.0.113.20, 500 -"
)
ENTRIES = [
    ENTRY,
    ENTRY.replace("14:48:15.592", "14:48:25.611").replace(OBJECTION, "Received notify: INVALID_COOKIES"),
    ENTRY.replace("14:48:15.592", "14:48:35.630"),
]
FIRST_HALF, SECOND_HALF = OBJECTION[:53].rstrip(), OBJECTION[53:].lstrip()


def ids(found: Scan) -> list[str]:
    """Return what was seen, in order."""
    return [sighting.signature.id for sighting in found.sightings]


@pytest.mark.parametrize("quote", ["", "> ", ">> ", "    "])
@pytest.mark.parametrize("width", [60, 72, 76])
def test_a_mail_that_breaks_lines_hides_no_message(shipped: Catalog, width: int, quote: str) -> None:
    """What is recognised in a log is recognised after a mail has broken and quoted its lines."""
    broken = [quote + line for entry in ENTRIES for line in textwrap.wrap(entry, width)]
    assert ids(scan(broken, shipped)) == ids(scan(ENTRIES, shipped))


def _guide_samples() -> list[str]:
    """Return each sample of a text of the guide that stands alone on its line."""
    written = texts_in(SIGNATURES / "sonicwall.yaml")
    lines = [s["line"] for each in written["signatures"] if each.get("guide") for s in each["samples"]]
    return [line for line in lines if not line.startswith(("Jan", '"', "0", "7", "8"))]


@pytest.mark.parametrize("text", _guide_samples())
def test_every_text_of_the_guide_is_read_from_a_mail(shipped: Catalog, text: str) -> None:
    """A text of the vendor's guide says the same between its columns, broken at the width of a mail."""
    entry = ENTRY.replace(OBJECTION, text)
    assert ids(scan(textwrap.wrap(entry, 72), shipped)) == ids(scan([entry], shipped))


def test_a_message_stands_where_it_began(shipped: Catalog) -> None:
    """The message is shown whole, under the number of its first line, and the others are not unknown."""
    found = scan(["14:48:15 nothing known", f"14:48:16 {FIRST_HALF}", f"> {SECOND_HALF}"], shipped)
    (sighting,) = found.sightings
    assert (sighting.line, sighting.text) == (2, f"14:48:16 {OBJECTION}")
    assert [each.line for each in found.unknown] == [1]
    assert found.lines.read == 3


def test_a_new_entry_does_not_go_on_with_the_one_before(shipped: Catalog) -> None:
    """What begins with a time of its own is another entry, whatever the two would say together."""
    assert scan([FIRST_HALF, f"14:48:16 {SECOND_HALF}"], shipped).sightings == ()


def test_a_line_that_had_room_was_not_broken(shipped: Catalog) -> None:
    """Two short lines are two lines: nothing breaks a line that is not full."""
    assert ids(scan(["Received notify:", "INVALID_ID_INFO"], shipped)) == []


def test_lines_that_say_something_alone_stay_alone(shipped: Catalog) -> None:
    """Of a log in which each line is recognised nothing is put together."""
    assert unfolded_of(ENTRIES, shipped) is None


def unfolded_of(lines: list[str], catalog: Catalog) -> object:
    """Return what is made of these lines, by what is unknown of them."""
    (block,) = blocks(lines)
    return unfolded(block, [each.line for each in scan(lines, catalog).unknown], catalog)


def test_the_samples_in_the_tests_have_no_broken_lines(shipped: Catalog) -> None:
    """No whole log of any maker is read otherwise than it stands, unless it really has broken lines."""
    samples = Path(__file__).parent / "samples"
    logs = [log for log in sorted(samples.glob("*/*.log")) if not log.stem.startswith("wrapped-")]
    odd = [log.name for log in logs if unfolded_of(log.read_text("utf-8", "replace").split("\n"), shipped)]
    assert odd == []


def test_a_list_of_properties_is_read(shipped: Catalog) -> None:
    """PowerShell breaks a message over indented lines, and the error code may stand in the last."""
    lines = [
        "Message            : CoId={B4000371-A67F-452F-AA4C-3125AA9CFC78}: The user",
        "                     CONTOSO\\anna dialed a connection named Office VPN which has failed. The error",
        "                     code returned on failure is 868.",
    ]
    reading = read_log(lines, shipped, name="events.log", side=None)
    assert {finding.value for finding in reading.findings if finding.fact == "initiator.says"} == {
        "unresolved"
    }


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u2007"])
def test_a_blank_that_does_not_break_is_a_blank(shipped: Catalog, blank: str) -> None:
    """What a web page puts between the words of a table's cell hides no message, in lines nor in a file."""
    lines = [OBJECTION.replace(" ", blank)]
    assert ids(scan(lines, shipped)) == ids(scan([OBJECTION], shipped))
    assert ids(scan([lines[0].encode("utf-8")], shipped)) == ids(scan([OBJECTION], shipped))

"""A command stands alone on its line, and nothing of the text around it is lost."""

from __future__ import annotations

import re

import pytest

from ikewizard.core.causes import How
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.dictation import dictated
from ikewizard.report.document import Document, Paragraph, Quote
from ikewizard.report.text import render_text


@pytest.mark.parametrize(
    ("text", "commands", "lines"),
    [
        ("VPN > Settings.", (), ["On it: VPN > Settings."]),
        ("vpn reload.", ("vpn reload",), ["On it:", "    vpn reload"]),
        (
            '"show it" lists it; "end" (old: "bye") ends.',
            ("show it", "end", "bye"),
            ["On it:", "    show it", "lists it.", "    end", "old:", "    bye", "ends."],
        ),
        ('Write ("save it") first.', ("save it",), ["On it: Write:", "    save it", "first."]),
        ("not there", ("gone",), ["On it: not there"]),
    ],
)
def test_a_text_is_broken_where_a_command_stands(
    text: str, commands: tuple[str, ...], lines: list[str]
) -> None:
    """The words before and after it stay, the quotes and brackets around it go."""
    shown = render_text(Document(dictated("On it", How(text, "manual", commands=commands))), 60)
    assert shown.splitlines() == lines


def test_what_is_not_verified_says_so() -> None:
    """As it does on every other screen."""
    blocks = dictated("On it", How("vpn reload", unverified=True, commands=("vpn reload",)))
    assert blocks[-1] == Paragraph("(not verified)")


def test_no_word_of_a_device_file_is_lost(knowledge: Knowledge) -> None:
    """Over all device files: the same words in the same order, and each command whole."""
    words = re.compile(r"[\w<>/$~=!*-]+")
    for device in knowledge.playbook.devices.values():
        for how in (device.log, *device.how.values(), *device.settings.values()):
            blocks = [block for block in dictated("", how) if isinstance(block, Paragraph | Quote)]
            said = " ".join(block.text for block in blocks).removesuffix(" (not verified)")
            assert words.findall(said) == words.findall(how.text)
            assert tuple(block.text for block in blocks if isinstance(block, Quote)) == how.commands

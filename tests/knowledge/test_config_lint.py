"""What `trees check` finds in manners of configuring, weak choices and profiles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ikewizard.knowledge.config_lint import lint_advice, lint_manners
from ikewizard.settings.advice import Profile, WeakChoice
from ikewizard.settings.manner import Default, Manner, Mark
from ikewizard.settings.sealing import SecretFlaw
from tests.settings.settings_data import SPECS

GOOD = Manner("m", "M", "strongswan", (Mark("^conn "),))


@pytest.mark.parametrize(
    ("manner", "issue"),
    [
        (replace(GOOD, device="strongswam"), "unknown-device"),
        (replace(GOOD, marks=()), "no-mark"),
        (replace(GOOD, marks=(Mark("(a+)+"),)), "pattern"),
        (replace(GOOD, irrelevant=("(x*)*",)), "pattern"),
        (replace(GOOD, spellings={"phase1-encrypt": {"aes": "aes-128-cbc"}}), "unknown-setting"),
        (replace(GOOD, spellings={"phase1-encryption": {"aes": "rot13"}}), "unknown-value"),
        (replace(GOOD, defaults=(Default("pfs", "perhaps", source="x"),)), "unknown-value"),
    ],
)
def test_a_fault_of_a_manner_is_found(manner: Manner, issue: str) -> None:
    """Each kind of fault is told, and a manner without any has none."""
    assert lint_manners([GOOD], ["strongswan"], SPECS) == []
    assert [found.issue for found in lint_manners([manner], ["strongswan"], SPECS)] == [issue]


def test_faults_of_advice_are_found() -> None:
    """Unknown settings and values of weak choices and profiles, and patterns that take for ever."""
    weak = WeakChoice("w", "phase1-encryption", ("rot13",), "why", "instead", "source")
    flaw = SecretFlaw("f", "(a+)+", "why", "source")
    profile = Profile("p", "P", "current", {"no-such": ("x",)}, "source")
    found = lint_advice([weak], [flaw], [profile], SPECS)
    assert [issue.issue for issue in found] == ["unknown-value", "pattern", "unknown-setting"]


def test_defaults_hold_for_their_versions() -> None:
    """With a version that is not known the newest default holds."""
    default = Default("pfs", "yes", since="5.4", until="6.0", source="x")
    assert default.holds_for("5.4.1")
    assert not default.holds_for("5.2")
    assert not default.holds_for("6.0")
    assert not default.holds_for("")
    assert Default("pfs", "yes", since="6.0", source="x").holds_for("")

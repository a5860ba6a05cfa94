"""What is peculiar to iked.conf: macros, comments that go on, quotes, and secrets among words."""

from __future__ import annotations

import pytest

from ikewizard.errors import InputError
from ikewizard.settings.units import Configuration, Connection
from tests.settings.config_data import read

POLICY = "from 10.1.0.0/24 to 10.2.0.0/24 peer 198.51.100.1"


def conf(text: str) -> Configuration:
    """Return what an iked.conf says."""
    return read(text, "iked.conf", manner="openbsd-iked")


def first(text: str) -> Connection:
    """Return its first policy."""
    return conf(text).connections[0]


@pytest.mark.parametrize(
    "written",
    ['"example-one"', "'example-one'", "$key", "0x6578616d706c652d6f6e65", "example-one"],
)
def test_a_secret_is_the_same_however_it_is_written(written: str) -> None:
    """In quotes, from a macro or in hexadecimal digits: the octets count."""
    wanted = first(f'ikev2 "a" {POLICY} psk "example-one"\n').secret
    found = first(f'key = "example-one"\nikev2 "a" {POLICY} psk {written}\n').secret
    assert wanted is not None
    assert found is not None
    assert found.digest == wanted.digest


@pytest.mark.parametrize("written", ['file "/etc/iked/key"', "$nowhere", ""])
def test_a_secret_that_is_elsewhere_is_not_sealed(written: str) -> None:
    """A secret in a file, or in a macro of an included file, never counts as another one than the peer's."""
    assert first(f'ikev2 "a" {POLICY} psk {written}\n').secret is None


def test_no_secret_stands_in_a_line_that_is_kept() -> None:
    """A policy in one line, a macro and a user's password leave no text of a secret behind."""
    configuration = conf(
        f'key = "hide-me"\nuser "a" "hide-me"\nikev2 "a" {POLICY} frob srcid a.example.com psk "hide-me"\n'
        'frob psk "hide-me"\n# old \\\n  psk "hide-me"\n'
    )
    only = configuration.connections[0]
    kept = [value.line for value in only.settings.values()]
    kept += [value.line for child in only.children for value in child.settings.values()]
    kept += [unread.line for unread in configuration.account.unread]
    assert all("hide-me" not in line.text for line in kept if line)
    assert only.settings["unique-firewall-identifier"].value == "fqdn:a.example.com"


def test_a_comment_goes_on_where_its_line_does() -> None:
    """A backslash at the end of a comment makes the next line a comment too, as in iked itself."""
    inside = first(f'ikev2 "a" {POLICY} \\\n# old \\\n  srcid b.example.com \\\n  dstid c.example.com\n')
    after = first(f'ikev2 "a" {POLICY} \\\n# old\n')
    assert "unique-firewall-identifier" not in inside.settings
    assert inside.settings["sa-name"].value == after.settings["sa-name"].value == "any"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("enc aes-256-gcm", "aes-256-gcm / - / "),
        ("enc aes-256", "aes-256-cbc / sha2-256+sha2-384+sha2-512+sha1 / "),
        ("auth hmac-sha2-512", "aes-256-cbc+aes-192-cbc+aes-128-cbc+3des / sha2-512 / "),
    ],
)
def test_transforms_that_are_not_named_are_those_of_the_default(said: str, wanted: str) -> None:
    """One ikesa takes from the default proposal of its own kind what it does not name."""
    found = first(f'ikev2 "a" {POLICY} ikesa {said}\n').settings["phase1-proposals"].value
    assert found.startswith(wanted)
    assert "|" not in found


def test_a_quote_that_is_not_closed_is_refused_where_it_was_opened() -> None:
    """The refusal tells the line, for everything after it would be read wrongly."""
    with pytest.raises(InputError) as caught:
        conf(f'set active\nikev2 "a" {POLICY} psk "cut of')
    assert caught.value.where == "iked.conf:2"

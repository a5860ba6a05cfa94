"""Secrets are blotted out, wherever they stand, and what only talks of secrets stays readable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.report.redaction import REDACTED, SecretSample, SecretSpec, redact
from tests.hostile_lines import OF_SECRETS, line_of_secrets

CORPUS = Path(__file__).parents[1] / "corpus" / "cases"
Specs = tuple[SecretSpec, ...]


def test_every_sample_loses_its_secrets_and_nothing_else(specs: Specs) -> None:
    """What a form's sample names as secret is replaced; all the rest of the sample is kept."""
    for spec in specs:
        for sample in spec.samples:
            wanted = sample.line
            for secret in sample.secret:
                assert secret in wanted, (spec.id, sample)
                wanted = wanted.replace(secret, REDACTED)
            assert redact(sample.line, specs) == wanted, spec.id


def test_every_form_finds_its_own_samples(specs: Specs) -> None:
    """No form rests on another: alone, it blots out what its samples name."""
    for spec in specs:
        for sample in spec.samples:
            left = redact(sample.line, [spec])
            assert not [secret for secret in sample.secret if secret in left], spec.id


def test_near_misses_are_not_touched(specs: Specs) -> None:
    """Lines that speak of secrets without holding one stay as they are, under all forms."""
    for spec in specs:
        assert spec.near_misses, spec.id
        for line in spec.near_misses:
            assert redact(line, specs) == line, spec.id


@pytest.mark.parametrize(
    "line",
    [
        "pre-shared key mismatch",
        "possible pre-shared key mismatch, payload verification failed",
        "no shared key found for 'a' - 'b'",
        "09[IKE] tried 1 shared key for 'hq' - 'branch', but MAC mismatched",
        "authentication of 'hq.example.com' (myself) with pre-shared key",
        "looking for pre-shared key peer configs matching 203.0.113.9...198.51.100.4[branch]",
        "loaded IKE secret for hq.example.com branch.example.com",
        "XAuth authentication of 'bob' failed: wrong password",
        "IKE Responder: Payload verification failed on SA - possible preshare key mismatch",
        "received XAuth vendor ID",
    ],
)
def test_talk_of_secrets_stays_readable(specs: Specs, line: str) -> None:
    """The messages that tell what is wrong with a secret are evidence, and hold none."""
    assert redact(line, specs) == line


def test_real_logs_are_not_touched(specs: Specs) -> None:
    """In the recorded logs only the policies and users that iked prints with their secret lose it."""
    lines = [
        line
        for log in sorted(CORPUS.glob("*/*.log"))
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
    assert len(lines) > 1000
    touched = [line for line in lines if redact(line, specs) != line]
    assert touched == [line for line in lines if " psk 0x" in line or line.startswith('user "')]


def test_real_configurations_lose_their_secrets(specs: Specs) -> None:
    """Every secret of the recorded configurations is blotted out."""
    for config in sorted(CORPUS.glob("*/*.conf")):
        assert "lab-dummy" not in redact(config.read_text(encoding="utf-8", errors="replace"), specs), config


PLANTED = st.from_regex(r"[A-Za-z0-9!$%+/_.]{6,20}", fullmatch=True).map(lambda text: f"Zq{text}")
FRAMES = st.sampled_from(
    [
        'a b : PSK "{}"',
        "a b : PSK {}",
        "secret = {}",
        "x; psksecret={};",
        "crypto isakmp key {} address 1.2.3.4",
        " ikev1 pre-shared-key {}",
        "set psksecret ENC {}",
        "pre-shared-key ascii-text {};",
        "<pre-shared-key>{}</pre-shared-key>",
        "password: {}",
        "my passphrase is {}",
        '{{"psk": "{}"}}',
        "Nov 21 10:00:00 hq charon: 07[CFG] psk={}",
    ]
)
NOISE = st.sampled_from(
    ["", "Nov 21 10:00:00 hq charon: ", "PSK ", 'secret "', "password is ", "\x1b[31m", ": "]
)


@given(st.lists(st.tuples(NOISE, FRAMES, PLANTED), min_size=1, max_size=6))
def test_planted_secrets_never_survive(specs: Specs, parts: list[tuple[str, str, str]]) -> None:
    """A secret in any of the usual forms is gone, whatever lines surround it."""
    text = "\n".join(frame.format(secret) for _, frame, secret in parts)
    clean = redact(text, specs)
    assert not [secret for _, _, secret in parts if secret in clean]
    assert clean.count("\n") == text.count("\n")


KEYWORDS = [
    "psk",
    "PSK",
    "secret",
    "shared",
    "key",
    "pre-shared-key",
    "password",
    "is",
    "<psk>",
    "</psk>",
    "0s",
]
OTHERS = ["0x", "set", "ENC", "isakmp", "local", "SKEYID", "bytes", "@", "12", "a", ":", "=", '"', "'"]
MARKS = ["\t", ",", ";", "\n", "\r", " ", REDACTED, "-----BEGIN PRIVATE KEY-----", "-----END", "00112233" * 4]
WORDS = st.sampled_from([*KEYWORDS, *OTHERS, *MARKS])


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.lists(WORDS, max_size=30).map("".join) | st.text())
def test_redacting_twice_changes_nothing(specs: Specs, text: str) -> None:
    """What is clean stays as it is, line for line."""
    once = redact(text, specs)
    assert redact(once, specs) == once
    assert once.count("\n") == text.count("\n")


@pytest.mark.parametrize("unit", OF_SECRETS)
def test_a_line_of_beginnings_hides_no_secret_after_it(specs: Specs, unit: str) -> None:
    """However often a secret seems to begin, the line is done with at its end, and is clean."""
    told = redact(f"{line_of_secrets(unit, 300)}\npsk=planted-horse-7", specs)
    assert told.split("\n")[1:] == [f"psk={REDACTED}"]
    assert redact(told, specs) == told


def test_a_key_without_an_end_hides_only_what_looks_like_it(specs: Specs) -> None:
    """A forged beginning of a key block does not swallow the log that follows."""
    text = (
        "-----BEGIN PRIVATE KEY-----\n"
        + "Nov 21 10:00:00 hq charon: 07[IKE] received NO_PROPOSAL_CHOSEN\n" * 3
    )
    assert redact(text, specs).count("NO_PROPOSAL_CHOSEN") == 3


def test_a_key_inside_log_lines_is_hidden(specs: Specs) -> None:
    """Between beginning and end everything is secret, with whatever each line begins."""
    begin, end = (f"x: -----{word} EC PRIVATE KEY-----\r\n" for word in ("BEGIN", "END"))
    text = f"{begin}x: Zqab\r\n\r\nx: Zqcd\r\n{end}after"
    assert redact(text, specs) == f"{begin}{REDACTED}\r\n\r\n{REDACTED}\r\n{end}after"


def test_words_only_save_time(specs: Specs) -> None:
    """A form finds in its samples the same with and without the words that it is tried for."""
    for spec in specs:
        assert all(word == word.lower() for word in spec.words), spec.id
        assert re.compile(spec.pattern).groupindex.keys() >= {"secret"}


@pytest.mark.parametrize(
    ("pattern", "body", "until", "source"),
    [("psk (?P<secret>x)", "", "", ""), ("psk x", "", "", "s"), ("psk (?P<secret>x)", "", "end", "s")],
)
def test_a_form_that_is_not_whole_is_refused(pattern: str, body: str, until: str, source: str) -> None:
    """A form needs its source and its group; an end needs a body."""
    with pytest.raises(ValueError, match=r"source|group|until"):
        SecretSpec("x", pattern, (SecretSample("a", ("a",)),), ("b",), (), body, until, source)

"""What is drawn is what can be shown where it goes: the locale tells it, or who tells Python otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ikewizard.cli.output import locale_is_plain
from tests.cli.conftest import CASES

LOG = CASES / "psk-v1main-ss" / "responder.log"
COERCED = {"LC_CTYPE": "C.UTF-8"}


@pytest.mark.parametrize(
    ("env", "utf8_mode", "plain"),
    [
        ({}, True, True),
        (COERCED, True, True),
        ({**COERCED, "LANG": "C"}, True, True),
        ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, True, True),
        ({**COERCED, "LANG": "de_DE.ISO-8859-1"}, True, True),
        # A terminal elsewhere, whose locale is not installed here.
        ({**COERCED, "LANG": "en_US.UTF-8"}, True, False),
        ({"LC_ALL": "de_DE.utf8"}, True, False),
        # The locale itself is one of UTF-8: Python turned nothing over.
        ({**COERCED, "LANG": "C"}, False, False),
        ({"LANG": "C.UTF-8"}, False, False),
        # Who tells Python what to write means it.
        ({**COERCED, "LANG": "C", "PYTHONIOENCODING": "utf-8"}, True, False),
        ({**COERCED, "LANG": "C", "PYTHONIOENCODING": ":replace"}, True, True),
        ({**COERCED, "LANG": "C", "PYTHONUTF8": "1"}, True, False),
        ({**COERCED, "LANG": "C", "PYTHONUTF8": "0"}, False, True),
        # The encoding is not UTF-8 then, and tells it itself.
        ({"LANG": "C", "PYTHONUTF8": "0"}, False, False),
    ],
)
def test_utf8_that_python_chose_by_itself_does_not_count(
    env: dict[str, str], utf8_mode: bool, plain: bool
) -> None:
    """In the C locale Python writes UTF-8 all the same; the terminal need not show it."""
    assert locale_is_plain(env, utf8_mode=utf8_mode, utf8_told=False) is plain


def test_the_option_of_python_is_heeded() -> None:
    """-X utf8 says the same as PYTHONUTF8=1."""
    assert not locale_is_plain({"LANG": "C"}, utf8_mode=True, utf8_told=True)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no C locale")
@pytest.mark.parametrize(
    ("env", "drawn"),
    [
        ({"LANG": "C"}, False),
        ({"LC_ALL": "C"}, False),
        ({}, False),
        ({"LANG": "C", "PYTHONIOENCODING": "ascii"}, False),
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "C", "PYTHONUTF8": "1"}, True),
        ({"LANG": "C", "PYTHONIOENCODING": "utf-8"}, True),
    ],
    ids=str,
)
@pytest.mark.parametrize("command", ["diagnose", "start"])
def test_nothing_but_ascii_is_drawn_in_the_c_locale(
    command: str, env: dict[str, str], drawn: bool, cache_home: Path, tmp_path: Path
) -> None:
    """Lines and bullets are drawn with ASCII, by a report and by the wizard; UTF-8 can be told."""
    own = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(cache_home)}
    arguments = ["diagnose", str(LOG)] if command == "diagnose" else ["--plain", "--responder", str(LOG)]
    done = subprocess.run(
        [sys.executable, "-m", "ikewizard", *arguments],
        input=b"q\n",
        env={**own, "PYTHONPATH": str(Path(__file__).parents[2]), **env},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"The shared secrets differ" in done.stdout
    assert done.stdout.isascii() is not drawn
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no C locale")
def test_what_a_log_says_goes_into_a_file_as_it_is(cache_home: Path, tmp_path: Path) -> None:
    """Only what is drawn around it is ASCII: a redirected report loses no letter of a name."""
    log = tmp_path / "log"
    log.write_text(LOG.read_text(encoding="utf-8").replace(" siteb ", " Zürich "), encoding="utf-8")
    own = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(cache_home), "LANG": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "ikewizard", "explain", str(log)],
        env={**own, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert "Zürich" in done.stdout.decode()
    assert "\u2502" not in done.stdout.decode()

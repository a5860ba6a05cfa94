"""Which screen is chosen where."""

from __future__ import annotations

import io
import os
import pty
from collections.abc import Iterator
from typing import TextIO

import pytest

from ikewizard.console import questionary_screen
from ikewizard.console.pick import pick_screen
from ikewizard.console.plain_screen import PlainScreen
from ikewizard.console.questionary_screen import QuestionaryScreen

XTERM = {"TERM": "xterm"}


@pytest.fixture
def tty() -> Iterator[TextIO]:
    """Give a stream on a pseudo-terminal."""
    master, slave = pty.openpty()
    with os.fdopen(slave, "r+b", buffering=0) as raw:
        yield io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    os.close(master)


def test_a_terminal_gets_the_screen_of_a_terminal(tty: TextIO) -> None:
    """With a terminal at both ends it is drawn on."""
    assert isinstance(pick_screen(False, XTERM, tty, tty), QuestionaryScreen)


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}, {}, {"TERM": ""}])
def test_what_cannot_be_drawn_on_gets_the_plain_screen(env: dict[str, str], tty: TextIO) -> None:
    """A dumb or unknown terminal, and NO_COLOR, mean plain text."""
    assert isinstance(pick_screen(False, env, tty, tty), PlainScreen)


def test_an_empty_no_color_asks_for_nothing(tty: TextIO) -> None:
    """NO_COLOR counts when it is not empty, as its makers say."""
    assert isinstance(pick_screen(False, {**XTERM, "NO_COLOR": ""}, tty, tty), QuestionaryScreen)


def test_plain_is_given_when_asked_for(tty: TextIO) -> None:
    """The option wins over any terminal."""
    assert isinstance(pick_screen(True, XTERM, tty, tty), PlainScreen)


def test_without_a_terminal_at_both_ends_it_is_plain(tty: TextIO) -> None:
    """A pipe at either end means plain text."""
    assert isinstance(pick_screen(False, XTERM, io.StringIO(), tty), PlainScreen)
    assert isinstance(pick_screen(False, XTERM, tty, io.StringIO()), PlainScreen)


def test_a_terminal_that_cannot_be_used_is_no_failure(tty: TextIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where prompt_toolkit finds no terminal, the questions are asked as plain text."""

    def refuse(_stdout: TextIO) -> None:
        raise io.UnsupportedOperation("no console")

    monkeypatch.setattr(questionary_screen, "create_output", refuse)
    assert isinstance(pick_screen(False, XTERM, tty, tty), PlainScreen)

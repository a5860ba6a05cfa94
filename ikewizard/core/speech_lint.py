"""What can be wrong with the sentences that are read out on a call, and with what is dictated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ikewizard.core.causes import Device, How
from ikewizard.core.glossary import Jargon, Term, acronyms_in, terms_in
from ikewizard.core.lint import Issue
from ikewizard.core.playbook import Playbook
from ikewizard.core.tree import Ask, Form

LONGEST = 240
"""Characters of a sentence that can be read out in one breath, and be remembered."""

Spoken = tuple[tuple[str, str], str]
"""Whose sentence it is (``node`` ``symptom``), and the sentence."""


def lint_speech(playbook: Playbook, jargon: Iterable[Jargon]) -> list[Issue]:
    """Return every issue of the sentences: missing, too long, or in words that nobody explains."""
    explained = _explained(playbook.glossary.values())
    shunned = [(word, _whole(word.id, re.IGNORECASE)) for word in jargon]
    sentences = _sentences(playbook)
    return [issue for subject, say in sentences for issue in _sentence(subject, say, explained, shunned)]


def lint_unused_terms(playbook: Playbook) -> list[Issue]:
    """Return every term of the glossary that no sentence uses."""
    terms = tuple(playbook.glossary.values())
    used = {term for _, say in _sentences(playbook) for term in terms_in(say, terms)}
    return [
        Issue("unused-term", ("term", term.id), (), f"no sentence to read out has the term '{term.term}'")
        for term in terms
        if term not in used
    ]


def lint_commands(devices: Mapping[str, Device]) -> list[Issue]:
    """Return every command of a device file that does not stand in its text, or not in its order."""
    return [
        issue
        for device in devices.values()
        for path, how in _hows(device)
        for issue in _commands(("device", device.id), path, how)
    ]


def _sentences(playbook: Playbook) -> Iterator[Spoken]:
    for node in playbook.tree.nodes.values():
        if isinstance(node, Ask | Form):
            yield ("node", node.id), node.say
    steps: dict[str, str] = {}
    for cause in playbook.causes.values():
        yield ("cause", cause.id), cause.say
        steps.update((step.id, step.say) for step in cause.steps)
    for step, say in steps.items():
        yield ("step", step), say


def _sentence(
    subject: tuple[str, str],
    say: str,
    explained: Sequence[re.Pattern[str]],
    shunned: Iterable[tuple[Jargon, re.Pattern[str]]],
) -> Iterator[Issue]:
    kind, name = subject
    if not say.strip():
        hint = "write a plain sentence that can be read out to somebody who knows no VPN"
        yield Issue("no-say", subject, (), f"the {kind} '{name}' has no 'say'", hint)
    if len(say) > LONGEST:
        message = f"'say' of '{name}' has {len(say)} characters: it is too long to be read out"
        yield Issue("long-say", subject, ("say",), message, f"at most {LONGEST} characters")
    unglossed = _own_words(say, explained)
    for acronym in acronyms_in(unglossed) if explained else ():
        message = f"'say' of '{name}' has '{acronym}', which the glossary does not explain"
        yield Issue("no-gloss", subject, ("say",), message, "add it to glossary.yaml, or say it otherwise")
    for word, pattern in shunned:
        if pattern.search(unglossed):
            message = f"'say' of '{name}' has the word '{word.id}'"
            yield Issue("jargon", subject, ("say",), message, f"say instead: {word.instead}")


def _own_words(say: str, explained: Iterable[re.Pattern[str]]) -> str:
    """Return a sentence without the terms that are explained, and without what is quoted from a screen."""
    say = re.sub(r'"[^"]*"', " ", say)
    for spelling in explained:
        say = spelling.sub(" ", say)
    return say


def _explained(terms: Iterable[Term]) -> list[re.Pattern[str]]:
    """Return what finds each spelling of each term, the longest first."""
    spellings = sorted((s for term in terms for s in (term.term, *term.also)), key=len, reverse=True)
    return [
        _whole(spelling, re.NOFLAG if any(letter.isupper() for letter in spelling) else re.IGNORECASE)
        for spelling in spellings
    ]


def _whole(word: str, flags: re.RegexFlag) -> re.Pattern[str]:
    """Return what finds a word, or several of what it names, where it is not a part of another one."""
    return re.compile(rf"(?<![\w-]){re.escape(word)}s?(?![\w-])", flags)


def _hows(device: Device) -> Iterator[tuple[tuple[str, ...], How]]:
    yield ("log",), device.log
    for key, hows in (("how", device.how), ("settings", device.settings)):
        for name, how in hows.items():
            yield (key, name), how


def _commands(subject: tuple[str, str], path: tuple[str, ...], how: How) -> Iterator[Issue]:
    at = 0
    for number, command in enumerate(how.commands):
        found = how.text.find(command, at) if command.strip() else -1
        if found < 0:
            message = f"the command '{command}' does not stand in the text, or not in this order"
            yield Issue("command", subject, (*path, "commands", number), message)
        else:
            at = found + len(command)

"""The usual command line of ``diagnose``, read without the parser.

``argparse`` takes longer to import and to set up than a paste to be read. Its parser stays the only truth:
what is read here is read by it to the very same (a test holds that), and whatever is not quite as usual,
down to an abbreviation, is left to it.
"""

from __future__ import annotations

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
else:
    from types import SimpleNamespace as Namespace

_LOGS = ("--initiator", "--responder")
_FORMATS = ("text", "json", "markdown")


def straight(argv: list[str]) -> Namespace | None:
    """Return the command line ``diagnose [LOG...] [--initiator LOG] [--responder LOG] [--format FORMAT]``.

    None for any other.
    """
    if argv[:1] != ["diagnose"]:
        return None
    named: dict[str, list[str]] = {"logs": [], "initiator": [], "responder": []}
    form, last_was_log, words = None, False, iter(argv[1:])
    for word in words:
        if word in _LOGS:
            log = next(words, "--")
            if not _is_name(log):
                return None
            named[word[2:]].append(log)
        elif word == "--format":
            form = next(words, None)
            if form not in _FORMATS:
                return None
        elif _is_name(word) and (last_was_log or not named["logs"]):
            named["logs"].append(word)
        else:
            return None
        last_was_log = named["logs"][-1:] == [word]
    return Namespace(
        **named,
        command="diagnose",
        fact=[],
        format=form,
        table=False,
        since=None,
        until=None,
        show_unknown=False,
        initiator_config=None,
        responder_config=None,
        connection=None,
        redact="none",
        card=False,
        trees=None,
    )


def _is_name(word: str) -> bool:
    return word == "-" or not word.startswith("-")

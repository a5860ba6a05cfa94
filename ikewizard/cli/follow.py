"""The command ``follow``: a running session in another terminal, on this machine or from a shared folder."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator

from ikewizard.cli.live import LOOK_EVERY, LiveMask, Watch, store_in
from ikewizard.cli.output import write_document
from ikewizard.cli.paths import trees_at
from ikewizard.knowledge.load import load
from ikewizard.report.document import Document, Paragraph
from ikewizard.report.following import entry_document, found_document, scene_document
from ikewizard.report.story import found, scene, tell, untold
from ikewizard.sessions.choosing import find
from ikewizard.sessions.tail import News, Tail

ANEW = "The session's file was changed from outside: it is told again from the beginning."
LIVE = "Each answer appears here as it is given. Ctrl-C leaves."


def follow(arguments: argparse.Namespace) -> int:
    """Show the session so far, then each event as it comes, until the session is finished."""
    store = store_in(arguments.folder)
    # Who follows may be there before the first answer.
    session = find(store, arguments.session, even_empty=True)
    knowledge = load(*trees_at(arguments.trees))
    tail = Tail(store.path(session))
    mask = LiveMask(session, knowledge, arguments.redact)
    story, shown, masker = untold(knowledge.playbook), Document(), mask.masker
    for news in _all_news(tail):
        mask.know(news.events)
        if news.anew:
            story = untold(knowledge.playbook)
            _show(Document((Paragraph(ANEW),)))
        first = story.number == 0
        for event in news.events:
            story, entry = tell(story, event)
            _show(masker.document(entry_document(entry)))
        now = scene(story)
        if not now.ended:
            if found(story) not in (shown, Document()):
                _show(masker.document(found_document(found(story))))
            shown = found(story)
            _show(masker.document(scene_document(now)))
        mask.keep()
        if now.ended:
            return 0
        if first:
            _show(Document((Paragraph(LIVE),)))
    raise AssertionError("news never end")


def _show(document: Document) -> None:
    write_document(document, "text")
    sys.stdout.write("\n")
    # Whoever reads a pipe is to see it now, too.
    sys.stdout.flush()


def _all_news(tail: Tail) -> Iterator[News]:
    watch = Watch(tail)
    while True:
        news = watch.look()
        if news.events or news.anew:
            yield news
        time.sleep(LOOK_EVERY)

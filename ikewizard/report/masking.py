"""What every output of a session goes through: secrets blotted out, and names masked by level.

The level ``none`` only blots out secrets, and loads nothing that it does not need. ``public`` also masks what
identifies to the outside, ``all`` what is inside as well. A pseudonym says what kind of thing it stands for
and nothing else about it; the same thing has the same one wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ikewizard.core.record import replace
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table
from ikewizard.report.private import Known, Level, PrivateForms
from ikewizard.report.redaction import REDACTED, SecretSpec, redact, redact_document

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ikewizard.report.veil import Veil

__all__ = ["Level", "Masker"]

_OURS = frozenset(
    (
        *(
            "event",
            "verdict",
            "certainty",
            "scenario",
            "node",
            "device",
            "reached",
            "cause",
            "step",
            "result",
        ),
        *("id", "ending", "dialect", "side", "kind", "ref", "fact", "setting", "agree", "role"),
    )
)
"""Keys of data whose values are words of ours, never of a log or a person."""

_MOST_MADE, _LONGEST_MADE = 2000, 2000
"""How many texts, of how many characters, are remembered as they were masked: pages tell the same again."""


class Masker:
    """Masks texts for one level of openness; the same text is masked alike wherever it stands.

    ``names`` are the pseudonyms given so far (what stands for it, by the real text); they stay local. Give
    those of an earlier run, and they are kept. ``private`` says what names look like in a maker's lines, and
    ``known`` what the session tells of them.
    """

    def __init__(
        self,
        level: Level,
        secrets: Sequence[SecretSpec],
        names: Mapping[str, str] | None = None,
        *,
        private: PrivateForms | None = None,
        known: Iterable[Known] = (),
    ) -> None:
        self.level = level
        self.secrets = secrets
        self._blotted = 0
        self._hints = tuple({word: None for spec in secrets for word in spec.words})
        self._all_hint = all(spec.words for spec in secrets)
        self._veil = None if level == "none" else _veil(level, names, private, known)
        self._given = dict(names or {})
        self._made: dict[str, tuple[str, int, set[str]]] = {}
        self._learnt: tuple[int, ...] = ()

    @property
    def names(self) -> Mapping[str, str]:
        """The pseudonyms given so far, by what they stand for."""
        return self._veil.pseudonyms.names if self._veil else self._given

    def text(self, text: str) -> str:
        """Return ``text`` as others may see it. Line ends stay, and masking it again changes nothing."""
        veil = self._veil
        if veil is None:
            return redact(text, self.secrets)
        if veil.learnt != self._learnt:
            self._made.clear()
            self._learnt = veil.learnt
        made = self._made.get(text) or self._make(text, veil)
        if veil.learnt == self._learnt and len(text) <= _LONGEST_MADE and len(self._made) < _MOST_MADE:
            self._made[text] = made
        masked, blotted, used = made
        self._blotted += blotted
        veil.used |= used
        return masked

    def _make(self, text: str, veil: Veil) -> tuple[str, int, set[str]]:
        """Return a text as others may see it, how many secrets that blots out, and the pseudonyms in it."""
        before, veil.used = veil.used, set()
        clean = redact(text, self.secrets)
        masked = "\n".join([self._masked(line) for line in clean.split("\n")])
        used, veil.used = veil.used, before
        return masked, clean.count(REDACTED) - text.count(REDACTED), used

    def _masked(self, line: str) -> str:
        veil = self._veil
        if veil is None or not line or line.isspace():
            return line
        masked = veil.line(line)
        if masked == line or not self._may_hold_secret(line.lower()):
            return masked
        # With a name gone, the words beside it can look like a secret.
        return redact(masked, self.secrets)

    def _may_hold_secret(self, lowered: str) -> bool:
        return not self._all_hint or bool([hint for hint in self._hints if hint in lowered])

    def document(self, document: Document) -> Document:
        """Return ``document`` with every text in it as others may see it."""
        if self._veil is None:
            return redact_document(document, self.secrets)
        # A name that only a later line shows to be one is masked in the earlier ones, too.
        self.learn(text for block in document.blocks for text in _texts(block))
        return Document(tuple(self._block(block) for block in document.blocks))

    def value(self, value: object) -> object:
        """Return JSON data with every text in it as others may see it, but for keys and words of ours."""
        if self._veil is not None:
            self.learn(_strings(value))
        return self._value(value)

    def _value(self, value: object) -> object:
        if isinstance(value, dict):
            return {key: each if _is_ours(key, each) else self._value(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self._value(each) for each in value]
        return self.text(value) if isinstance(value, str) else value

    def know(self, known: Iterable[Known]) -> None:
        """Mask what is ``known`` wherever it stands, from now on: what another log or event has told."""
        if self._veil is not None:
            self._veil.know(known)

    def learn(self, texts: Iterable[str]) -> None:
        """Take note of the names in ``texts``, so that they are masked in what comes before them."""
        if self._veil is None:
            return
        used, blotted = self._veil.used.copy(), self._blotted
        for text in texts:
            self.text(text)
        self._veil.used, self._blotted = used, blotted

    def replaced(self) -> tuple[str, ...]:
        """Return how many things of each kind were masked so far, in words, and never what they were."""
        if self._veil is None:
            return ()
        from ikewizard.report.pseudonyms import counted  # noqa: PLC0415 -- nothing to count at level none

        secrets = (f"{self._blotted} secret{'s'[: self._blotted > 1]}",) if self._blotted > 0 else ()
        return (*secrets, *counted(self._veil.used))

    def section(self) -> tuple[Block, ...]:
        """Return what was masked as the last section of a note; empty at level none."""
        if self._veil is None:
            return ()
        told = self.replaced()
        if not told:
            return (Heading("What was masked", 2), Paragraph("Nothing had to be masked."))
        return (
            Heading("What was masked", 2),
            Items(told),
            Paragraph("The same name stands for the same thing throughout. Who wrote this can look it up."),
        )

    def _block(self, block: Block) -> Block:
        if isinstance(block, Items):
            return replace(block, items=tuple(self.text(item) for item in block.items))
        if isinstance(block, Table):
            rows = tuple(tuple(self.text(cell) for cell in row) for row in block.rows)
            return replace(block, header=tuple(self.text(cell) for cell in block.header), rows=rows)
        if isinstance(block, Quote):
            return replace(block, text=self.text(block.text), origin=self.text(block.origin))
        return replace(block, text=self.text(block.text))


def _veil(
    level: Level, names: Mapping[str, str] | None, private: PrivateForms | None, known: Iterable[Known]
) -> Veil:
    from ikewizard.report.pseudonyms import Pseudonyms  # noqa: PLC0415 -- nothing to mask at none
    from ikewizard.report.veil import Veil as Made  # noqa: PLC0415 -- see above

    return Made(level, Pseudonyms(names), private or PrivateForms(), known)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Items):
        yield from block.items
    elif isinstance(block, Table):
        yield from block.header
        for row in block.rows:
            yield from row
    else:
        yield block.text
        if isinstance(block, Quote):
            yield block.origin


def _is_ours(key: object, value: object) -> bool:
    return key in _OURS and not isinstance(value, dict | list | tuple)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if not _is_ours(key, each):
                yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value

"""Everything that a walk needs to know, in one value: tree, causes, facts, devices, and the comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ikewizard.core.causes import Cause, Device
from ikewizard.core.conditions import Condition
from ikewizard.core.facts import Alike, FactBook, FactSpec
from ikewizard.core.record import dataclass, field
from ikewizard.core.tree import Heirs, Tree

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ikewizard.core.glossary import Term


def derive_nothing(book: FactBook) -> FactBook:
    """Return ``book`` as it is: the comparison of a playbook that has no settings."""
    return book


def never_alike(_fact: str, _value: str, _other: str) -> bool:
    """Return False: different values contradict each other."""
    return False


@dataclass(frozen=True)
class Playbook:
    """The knowledge of one walk. Steps that causes share are already put in their places.

    ``derive`` adds to a book of facts what follows from it (two settings that disagree); it must be
    pure and must give the same book when it is applied again. ``alike`` tells whether two values of a
    fact say the same in different words.
    """

    tree: Tree
    causes: Mapping[str, Cause]
    facts: Mapping[str, FactSpec] = field(default_factory=dict)
    devices: Mapping[str, Device] = field(default_factory=dict)
    derive: Callable[[FactBook], FactBook] = derive_nothing
    setting_titles: Mapping[str, str] = field(default_factory=dict)
    alike: Alike = never_alike
    heirs: Heirs = field(default_factory=Heirs)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    confirmed_when: Mapping[str, Condition] | None = None
    """What confirms each cause that can be, where that is known without looking at them all."""

    @property
    def confirmations(self) -> Mapping[str, Condition]:
        """What confirms each cause that can be confirmed, in the order of the causes."""
        if self.confirmed_when is not None:
            return self.confirmed_when
        return {name: cause.confirmed_when for name, cause in self.causes.items() if cause.confirmed_when}

    def label(self, fact: str, value: str) -> str:
        """Return how a person would say ``value`` of ``fact``."""
        spec = self.facts.get(fact)
        return spec.label(value) if spec else value

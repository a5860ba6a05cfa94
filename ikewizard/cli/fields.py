"""The SA settings as the console's forms show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from ikewizard.console.forms import Field
from ikewizard.console.screen import Option
from ikewizard.settings.normal import normal
from ikewizard.settings.spec import SettingSpec


def form_fields(specs: Iterable[SettingSpec]) -> Mapping[str, Field]:
    """Return a field for every setting."""
    return {
        spec.id: Field(
            title=spec.title,
            ask=spec.ask,
            look=spec.look,
            values=tuple(Option(value.id, value.title) for value in spec.values),
            normal=partial(normal, spec),
            when=spec.when,
            several=spec.agree == "share-one",
        )
        for spec in specs
    }

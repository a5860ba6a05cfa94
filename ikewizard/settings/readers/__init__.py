"""The readers of configurations, one a file: each puts the lines of its manner down on the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ikewizard.settings.desk import Desk
from ikewizard.settings.readers import (
    libreswan_ipsec,
    opnsense,
    pfsense,
    sonicwall,
    strongswan_ipsec,
    swanctl,
)
from ikewizard.settings.units import Line

Reader = Callable[[Sequence[Line], Desk], None]
"""Reads the lines of a configuration onto the desk. Raises InputError for what cannot be read at all."""

READERS: Mapping[str, Reader] = {
    "strongswan-ipsec": strongswan_ipsec.read,
    "libreswan-ipsec": libreswan_ipsec.read,
    "opnsense": opnsense.read,
    "pfsense": pfsense.read,
    "swanctl": swanctl.read,
    "sonicwall": sonicwall.read,
}
"""The reader of each manner, by its id."""

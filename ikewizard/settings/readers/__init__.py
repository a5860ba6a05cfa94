"""The readers of configurations, one a file: each puts the lines of its manner down on the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ikewizard.settings.desk import Desk
from ikewizard.settings.readers import (
    cisco_asa,
    cisco_ios,
    fortigate,
    juniper_srx,
    libreswan_ipsec,
    mikrotik,
    openbsd_iked,
    opnsense,
    palo_alto,
    palo_alto_xml,
    pfsense,
    sonicwall,
    strongswan_ipsec,
    swanctl,
)
from ikewizard.settings.units import Line

Reader = Callable[[Sequence[Line], Desk], None]
"""Reads the lines of a configuration onto the desk. Raises InputError for what cannot be read at all."""

READERS: Mapping[str, Reader] = {
    "cisco-asa": cisco_asa.read,
    "cisco-ios": cisco_ios.read,
    "fortigate": fortigate.read,
    "juniper-srx": juniper_srx.read,
    "libreswan-ipsec": libreswan_ipsec.read,
    "mikrotik": mikrotik.read,
    "openbsd-iked": openbsd_iked.read,
    "opnsense": opnsense.read,
    "palo-alto": palo_alto.read,
    "palo-alto-xml": palo_alto_xml.read,
    "pfsense": pfsense.read,
    "sonicwall": sonicwall.read,
    "strongswan-ipsec": strongswan_ipsec.read,
    "swanctl": swanctl.read,
}
"""The reader of each manner, by its id."""

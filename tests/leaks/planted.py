"""The recognisable things that are planted, and the inputs that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SECRETS = ("Zq-s3cret-one", "ZqSecretTwo77", "ZqPassw0rd3", "zqhexsecret4")
PUBLIC = (
    *("203.0.113.77", "198.51.100.88", "2001:db8:77::", "2001:0db8:0077::", "203-0-113-77"),
    *("zqvpn.kiel.example", "zqhq.luebeck.example", "zqanna", "zqberta", "kiel.example"),
    *("zqcarol", "zq lab", "zqca", "zqcert", "0017c5ab77f0", "fg100f0000007777", "017732949126", "zqkeyid"),
    *("zqfile", "zqidentity"),
)
ALL = (
    *("10.77.", "192.168.77.", "fd77:", "zqkiel", "zqfw", "zqasa", "zqpolicy", "zqmap", "zqgate"),
    *("c77a2b3c", "d77a2b3c", "77bc0fb08916e641", "77dc0fb08916e642", "3346672444", "00:1b:77:3c:9d:f8"),
)
"""At the level all none of these comes out, nor of those above."""

_INPUTS = Path(__file__).parent / "inputs"
LOGS: Mapping[str, str] = {
    file.name: file.read_text(encoding="utf-8") for file in sorted(_INPUTS.glob("*.log"))
}
"""Logs of several makers, by their names, which are planted as well."""

CONFIGURATIONS: Mapping[str, str] = {
    file.name: file.read_text(encoding="utf-8") for file in sorted(_INPUTS.glob("*.conf"))
}
"""The configurations of the two units: the initiator's first."""

ANSWERS: Mapping[str, str] = {
    "peer-gateway": "zqvpn.kiel.example",
    "own-address": "198.51.100.88",
    "sa-name": "fqdn:zqhq.luebeck.example",
    "unique-firewall-identifier": "0017C5AB77F0",
    "local-networks": "10.77.0.0/16",
    "destination-networks": "192.168.77.0/24",
}
"""What is typed into forms, by setting."""

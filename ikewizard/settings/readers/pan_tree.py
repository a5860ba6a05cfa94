"""The tree that PAN-OS keeps its configuration in, be it written as ``set`` commands or as XML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ikewizard.settings.units import Line

Shape = Mapping[str, "Shape | None"]
"""What may stand in a node; None is a value (or several in brackets), ``*`` any name."""

_LIFE: Shape = {"seconds": None, "minutes": None, "hours": None, "days": None}
_SIZE: Shape = {"kb": None, "mb": None, "gb": None, "tb": None}
_ENABLE: Shape = {"enable": None, "interval": None, "retry": None}
_IDENTITY: Shape = {"type": None, "id": None, "matching": None}
_PORTS: Shape = {"local-port": None, "remote-port": None}
_PROXY: Shape = {
    "*": {
        "local": None,
        "remote": None,
        "protocol": {"any": {}, "number": None, "tcp": _PORTS, "udp": _PORTS},
    }
}
IKE: Shape = {
    "crypto-profiles": {
        "ike-crypto-profiles": {
            "*": {
                "hash": None,
                "dh-group": None,
                "encryption": None,
                "lifetime": _LIFE,
                "authentication-multiple": None,
            }
        },
        "ipsec-crypto-profiles": {
            "*": {
                "esp": {"encryption": None, "authentication": None},
                "ah": {"authentication": None},
                "dh-group": None,
                "lifetime": _LIFE,
                "lifesize": _SIZE,
            }
        },
        "global-protect-app-crypto-profiles": {"*": {"encryption": None, "authentication": None}},
    },
    "gateway": {
        "*": {
            "authentication": {
                "pre-shared-key": {"key": None},
                "certificate": {
                    "local-certificate": {"name": None},
                    "certificate-profile": None,
                    "allow-id-payload-mismatch": None,
                    "strict-validation-revocation": None,
                    "use-management-as-source": None,
                },
            },
            "protocol": {
                "version": None,
                "ikev1": {"dpd": _ENABLE, "ike-crypto-profile": None, "exchange-mode": None},
                "ikev2": {"dpd": _ENABLE, "ike-crypto-profile": None, "require-cookie": None},
            },
            "protocol-common": {
                "nat-traversal": {"enable": None, "keep-alive-interval": None, "udp-checksum-enable": None},
                "fragmentation": {"enable": None},
                "passive-mode": None,
            },
            "local-address": {"interface": None, "ip": None, "floating-ip": None},
            "peer-address": {"ip": None, "fqdn": None, "dynamic": {}},
            "local-id": _IDENTITY,
            "peer-id": _IDENTITY,
            "disabled": None,
            "ipv6": None,
            "comment": None,
        }
    },
}
_TUNNEL: Shape = {
    "ipsec": {
        "*": {
            "auto-key": {
                "ike-gateway": {"*": {}},
                "ipsec-crypto-profile": None,
                "proxy-id": _PROXY,
                "proxy-id-v6": _PROXY,
            },
            "tunnel-interface": None,
            "tunnel-monitor": {
                "enable": None,
                "destination-ip": None,
                "proxy-id": None,
                "tunnel-monitor-profile": None,
            },
            "anti-replay": None,
            "copy-tos": None,
            "copy-flow-label": None,
            "enable-gre-encapsulation": None,
            "ipsec-mode": None,
            "disabled": None,
            "ipv6": None,
            "comment": None,
        }
    }
}
_ADDRESSED: Shape = {"ip": {"*": {}}, "dhcp-client": {}}
_UNITS: Shape = {"units": {"*": _ADDRESSED}}
_PORT: Shape = {"*": {"layer3": {**_ADDRESSED, **_UNITS}}}
NETWORK: Shape = {
    "ike": IKE,
    "tunnel": _TUNNEL,
    "interface": {
        "ethernet": _PORT,
        "aggregate-ethernet": _PORT,
        "vlan": {**_ADDRESSED, **_UNITS},
        "loopback": {**_ADDRESSED, **_UNITS},
        "tunnel": {**_ADDRESSED, **_UNITS},
    },
}
OBJECT: Shape = {"*": {"ip-netmask": None, "ip-range": None, "fqdn": None}}
TOP: Shape = {"network": NETWORK, "address": OBJECT}


@dataclass
class Node:
    """A node: its name, the line that it was named in first, and the nodes in it. A value is a node, too."""

    name: str
    line: Line | None = None
    nodes: dict[str, Node] = field(default_factory=dict)

    def add(self, name: str, line: Line) -> Node:
        """Return the node of that name, made where there is none; it counts as the last one now."""
        node = self.nodes.pop(name, None) or Node(name, line)
        self.nodes[name] = node
        return node

    def put(self, value: str, line: Line) -> None:
        """Add a value; where only one is meant, it is the last one."""
        self.nodes.pop(value, None)
        self.nodes[value] = Node(value, line)

    def find(self, *path: str) -> Node | None:
        """Return the node with that path, or None."""
        here: Node | None = self
        for name in path:
            here = here.nodes.get(name) if here else None
        return here

    def entries(self, *path: str) -> list[Node]:
        """Return the nodes in the one with that path."""
        found = self.find(*path)
        return list(found.nodes.values()) if found else []

    def last(self, *path: str) -> Node | None:
        """Return the node that was named last in the one with that path, or None."""
        found = self.find(*path)
        return next(reversed(found.nodes.values()), None) if found else None

    def get(self, *path: str) -> str:
        """Return the value with that path, or nothing."""
        found = self.last(*path)
        return found.name if found else ""

    def at(self, *path: str) -> Line | None:
        """Return the line of the value with that path."""
        found = self.last(*path)
        return found.line if found else None

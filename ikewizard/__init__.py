"""Interactive troubleshooting wizard for IKE/IPsec VPN tunnels."""

from ikewizard.version import __version__

__all__ = ["__version__"]

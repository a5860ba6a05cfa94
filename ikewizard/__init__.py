"""Interactive troubleshooting wizard for IKE/IPsec VPN tunnels.

The public API is small, and loaded when it is first used:

>>> import ikewizard
>>> knowledge = ikewizard.load_knowledge()
>>> reading = ikewizard.read_log(lines, ikewizard.catalog(knowledge), name="east.log")
>>> ikewizard.diagnose(knowledge.playbook, [reading], {}).main.verdict
'cause-found'
"""

from __future__ import annotations

from ikewizard.version import __version__

# Not typing's: `--version` is told before anything else is imported.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ikewizard.api import catalog
    from ikewizard.errors import IkewizardError
    from ikewizard.knowledge.load import load as load_knowledge
    from ikewizard.logs.reading import read_log
    from ikewizard.report.diagnosis import diagnose

__all__ = ["IkewizardError", "__version__", "catalog", "diagnose", "load_knowledge", "read_log"]

_WHERE = {
    "IkewizardError": ("ikewizard.errors", "IkewizardError"),
    "catalog": ("ikewizard.api", "catalog"),
    "diagnose": ("ikewizard.report.diagnosis", "diagnose"),
    "load_knowledge": ("ikewizard.knowledge.load", "load"),
    "read_log": ("ikewizard.logs.reading", "read_log"),
}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'ikewizard' has no attribute '{name}'")
    from importlib import import_module  # noqa: PLC0415 -- see above

    module, attribute = _WHERE[name]
    return getattr(import_module(module), attribute)

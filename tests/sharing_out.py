"""How the workers of xdist share the tests out: module by module."""

from __future__ import annotations

from xdist.scheduler.loadscope import LoadScopeScheduling

from tests.ranks import TOGETHER


class ByModule(LoadScopeScheduling):  # type: ignore[misc]  # see pyproject.toml
    """Gives each worker whole modules: what one of them prepares for its tests is prepared once."""

    def _pending_of(self, workload: dict[str, dict[str, bool]]) -> int:
        # What is done would be counted again after each test that follows.
        for module in [module for module, tests in workload.items() if all(tests.values())]:
            del workload[module]
        return sum(not done for tests in workload.values() for done in tests.values())

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.split("::", 1)[0]
        return TOGETHER.get(module, module)

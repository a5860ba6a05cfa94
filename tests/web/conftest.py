"""What the tests of the shared page share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ikewizard.report.redaction import SecretSpec
from tests.report.conftest import specs  # noqa: F401 -- a fixture
from tests.report.stories import START

if TYPE_CHECKING:
    from tests.web.sharing import Shared


@pytest.fixture
def shared(specs: tuple[SecretSpec, ...]) -> Shared:  # noqa: F811 -- the fixture
    """Give a session that has just begun."""
    from tests.web.sharing import Shared  # noqa: PLC0415 -- starlette need not be installed

    found = Shared(specs)
    found.tell(START)
    return found

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.support.trade import Trade


@pytest.fixture
def trade(scratch: Session) -> Trade:
    """The sample company at work, in a transaction that is rolled back at the end."""
    return Trade.opened(scratch)

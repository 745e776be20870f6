"""Who comes in by the pages of this room."""

import pytest

from kennispact.pact.drafting.tests import make
from kennispact.registers.network.tests.door import signed_in


@pytest.fixture
def manager():
    make.world(3)
    return signed_in()


@pytest.fixture
def contact(manager):
    return signed_in("contactpersoon", "GM0150")

"""What the tests of this room share."""

import pytest

from kennispact.pact.einvoices import gateway


@pytest.fixture(scope="module", autouse=True)
def _worker():
    """Let the official rules end with the tests that asked them."""
    yield
    gateway.official_rules().stop()

"""What the tests of this room share."""

import pytest

from kennispact.pact.einvoices.tests import make


@pytest.fixture
def quick(monkeypatch):
    make.quick(monkeypatch)

"""What the tests of this room share."""

import pytest

from kennispact.pact.einvoices import gateway
from kennispact.pact.einvoices.verdicts import Layer, Outcome


class Quick:
    """Says that all is well: the official rules are tried where an invoice is new."""

    def layers(self, xml, profile):
        return tuple(Layer(name, Outcome.PASSED, "quick") for name in gateway.LAYERS[profile])


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(gateway, "official_rules", Quick)

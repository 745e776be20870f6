"""Carries a surplus out in a process of its own, for the drills."""

from kennispact.pact.einvoices import gateway
from kennispact.pact.einvoices.tests.make import Quick
from kennispact.pact.settlement import queries
from kennispact.pact.settlement.tests import make


def prepare(pk):
    """Return the work; it tells how many cities got their share."""
    gateway.official_rules = Quick

    def carry_out():
        result = make.carried_out(queries.surplus(int(pk)))
        assert not result.refused, result.refused
        return result.done

    return carry_out

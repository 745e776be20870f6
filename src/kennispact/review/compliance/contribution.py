"""Whether the cities paid their contribution, all of them together. Never who: that is not for everybody."""

from collections.abc import Mapping, Sequence
from datetime import date

from kennispact.ground.kit.words import N_
from kennispact.pact.agreements.queries import RegisterRow
from kennispact.pact.payments.paid import Paid
from kennispact.registers.covenant.definition import Obligation, Occurrence
from kennispact.review.compliance.rules import Facts, Finding, judge, worst


def finding(
    obligation: Obligation,
    one: Occurrence,
    register: Sequence[RegisterRow],
    paid: Mapping[int, Paid],
    on: date,
) -> Finding:
    """Return the state of a year's contribution: kept when every invoice is settled to the cent.

    ``paid`` is that of the year, per city id; a city that takes part and has no invoice yet has not paid.
    Without any invoice of the year nothing is known: it may be kept elsewhere.
    Source: 6b, O3.1.
    """
    if not paid:
        return judge(one, Facts(None), on, obligation)
    owing = [row.city.pk for row in register if row.participates or row.city.pk in paid]
    known = [
        Facts(paid[city].settled_on if city in paid else None, silence_proves=city in paid) for city in owing
    ]
    found = [judge(one, facts, on, obligation) for facts in known]
    done = sum(facts.kept_on is not None for facts in known)
    told: dict[str, object] = {"done": done, "all": len(owing)}
    roles = tuple(dict.fromkeys(role for city in found for role in city.waits_for))
    return Finding(worst(found), N_("%(done)s of %(all)s cities paid."), told, waits_for=roles)

"""Organisations, and who is a member of the network."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.registers.network import access, rules
from kennispact.registers.network.models import Membership, Organisation

TEXTS = frozenset(
    {
        "name",
        "province",
        "oin",
        "rsin",
        "kvk",
        "website",
        "domain",
        "visiting_address",
        "postal_address",
        "source",
        "notes",
    }
)
LONGEST = {field.name: field.max_length for field in Organisation._meta.concrete_fields if field.max_length}
PLACES = frozenset({"latitude", "longitude"})
Fact = str | Decimal | None


def _fact_refusals(kind: str, facts: Mapping[str, Fact]) -> list[Refusal]:
    """Return what is wrong with the facts: fields that do not exist, are too long, or contradict."""
    found = [
        Refusal("network.unknown-field", N_("An organisation has no such field."), field=field)
        for field in sorted(facts.keys() - TEXTS - PLACES - {"key"})
    ]
    texts = {field: str(fact or "") for field, fact in facts.items() if field in TEXTS | {"key"}}
    for field, text in texts.items():
        longest = LONGEST.get(field, len(text))
        if len(text) > longest:
            found.append(
                Refusal(
                    "network.too-long",
                    N_("This is too long: at most %(longest)s characters."),
                    facts={"longest": longest},
                    field=field,
                )
            )
    return [*found, *rules.organisation_refusals(kind, texts)]


@transaction.atomic
def register_organisation(
    *, key: str, kind: str, name: str, by: Actor, at: datetime, **facts: Fact
) -> Organisation:
    """Enter an organisation. ``facts`` are its other columns, such as ``province`` and ``oin``.

    :raises Refused: if the key exists, or a fact cannot be right
    """
    access.require(by, "register_organisation")
    refusals = _fact_refusals(kind, {**facts, "key": key, "name": name})
    if Organisation.objects.filter(key=key).exists():
        refusals.append(
            Refusal("network.exists", N_("There is an organisation with this code already."), field="key")
        )
    refuse_if(refusals)
    made = Organisation.objects.create(key=key, kind=kind, name=name.strip(), **facts)
    journal.write(
        "network.organisation-registered", made, by=by, at=at, organisation=key, name=made.name, kind=kind
    )
    return made


@transaction.atomic
def correct_organisation(
    *, organisation: Organisation, by: Actor, at: datetime, **facts: Fact
) -> Organisation:
    """Correct facts about an organisation; the journal keeps what they were. Its key and kind stay.

    :raises Refused: if a fact cannot be right
    """
    access.require(by, "correct_organisation", organisation)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    known = {field: getattr(locked, field) for field in TEXTS | PLACES}
    refusals = _fact_refusals(locked.kind, {**{f: known[f] for f in ("oin", "rsin", "kvk")}, **facts})
    if "key" in facts:
        refusals.append(Refusal("network.key-stays", N_("The code of an organisation stays."), field="key"))
    refuse_if(refusals)
    changed = {field: fact for field, fact in facts.items() if known[field] != fact}
    if not changed:
        return locked
    for field, fact in changed.items():
        setattr(locked, field, fact)
    locked.save(update_fields=list(changed))
    journal.write(
        "network.organisation-corrected",
        locked,
        by=by,
        at=at,
        organisation=locked.key,
        before={field: _plain(known[field]) for field in changed},
        after={field: _plain(fact) for field, fact in changed.items()},
    )
    return locked


def _plain(fact: Fact) -> str | None:
    return None if fact is None else str(fact)


def _change_membership(
    change: str, *, network: Organisation, city: Organisation, happened_on: date, by: Actor, at: datetime
) -> Membership:
    locked = Organisation.objects.select_for_update().get(pk=city.pk)
    timeline = Membership.objects.filter(network=network, city=locked, struck_at__isnull=True)
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.membership_refusals(
                list(timeline.values_list("happened_on", "change")),
                change,
                happened_on,
                network.kind,
                locked.kind,
            ),
        ]
    )
    made = Membership.objects.create(
        network=network, city=locked, change=change, happened_on=happened_on, **recorded(by, at)
    )
    journal.write(
        f"network.city-{change}",
        made,
        by=by,
        at=at,
        clause="8d",
        organisation=locked.key,
        network=network.key,
        happened_on=happened_on.isoformat(),
    )
    return made


@transaction.atomic
def join_network(
    *, network: Organisation, city: Organisation, happened_on: date, by: Actor, at: datetime
) -> Membership:
    """Enter that a city became a member on a day. Source: covenant 8d.

    :raises Refused: if it was a member then, the day has not come, or it is no city
    """
    access.require(by, "join_network", city)
    joined = Membership.Change.JOINED.value
    return _change_membership(joined, network=network, city=city, happened_on=happened_on, by=by, at=at)


@transaction.atomic
def leave_network(
    *, network: Organisation, city: Organisation, happened_on: date, by: Actor, at: datetime
) -> Membership:
    """Enter that a city is no longer a member from a day on. Source: covenant 8d.

    :raises Refused: if it was no member then, or the day has not come
    """
    access.require(by, "leave_network", city)
    left = Membership.Change.LEFT.value
    return _change_membership(left, network=network, city=city, happened_on=happened_on, by=by, at=at)


@transaction.atomic
def strike_membership(*, membership: Membership, why: str, by: Actor, at: datetime) -> None:
    """Strike a change of membership that was entered wrongly.

    :raises Refused: if it was struck before, without a reason, or if a later change rests on it
    """
    key = membership.city.key
    access.require(by, "strike_membership", key)
    Organisation.objects.select_for_update().get(pk=membership.city_id)
    left = Membership.objects.filter(
        network=membership.network_id, city=membership.city_id, struck_at__isnull=True
    ).exclude(pk=membership.pk)
    refuse_if(rules.strike_membership_refusals(list(left.values_list("happened_on", "change"))))
    journal.strike(
        membership, verb="network.membership-struck", why=why, by=by, at=at, clause="8d", organisation=key
    )

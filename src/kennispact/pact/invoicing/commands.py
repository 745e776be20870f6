"""Every change: what invoices are made from is set, a year is invoiced, an invoice is credited."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refusal, Refused, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.pact.einvoices.checking import Agreed
from kennispact.pact.einvoices.facts import Allowance, InvoiceFacts, Profile
from kennispact.pact.einvoices.rules import vat_of
from kennispact.pact.invoicing import access, drafts, numbering, particulars, queries, rules
from kennispact.pact.invoicing.agreed import agreed
from kennispact.pact.invoicing.models import Invoice, Paper, Setting
from kennispact.pact.invoicing.numbering import Order
from kennispact.pact.invoicing.queries import Proposal, Proposed, Standing
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation


@dataclass
class Run:
    """What a run did: invoices it made, those that were there, and why a city was left out."""

    issued: list[Invoice] = field(default_factory=list)
    present: list[Invoice] = field(default_factory=list)
    refused: dict[str, tuple[Refusal, ...]] = field(default_factory=dict)


@transaction.atomic
def set_value(
    *,
    organisation: Organisation,
    name: str,
    value: str,
    since: date,
    by: Actor,
    at: datetime,
    year: int | None = None,
) -> Setting | None:
    """Set a fact that invoices are made from, of the supplier or a city. Saying it again does nothing.

    ``year`` is for a city's order number and the like: it then counts for that contribution year only.

    :raises Refused: if there is no such fact, it cannot be right, or the day has not come
    """
    access.require(by, "set", organisation.key)
    value = value.strip()
    own = organisation.pk == particulars.partner().pk
    known = rules.OF_SUPPLIER if own else rules.OF_CITY
    refuse_if([*rules.setting_refusals(name, value, known), *date_refusals(since, at, field="since")])
    network.hold(organisation.pk)
    same = Setting.objects.filter(organisation=organisation, year=year, name=name, struck_at__isnull=True)
    last = same.order_by("-happened_on", "-recorded_at", "-pk").first()
    if last is not None and last.value == value and last.happened_on <= since:
        return None
    made = Setting.objects.create(
        organisation=organisation, year=year, name=name, value=value, happened_on=since, **recorded(by, at)
    )
    journal.write(
        "invoicing.set", made, by=by, at=at, organisation=organisation.key, name=name, value=value, year=year
    )
    return made


@transaction.atomic
def set_values(
    *,
    organisation: Organisation,
    values: Mapping[tuple[str, int | None], str],
    since: date,
    by: Actor,
    at: datetime,
) -> None:
    """Set several facts of one organisation, named by name and year: all of them or none.

    :raises Refused: with the reasons of all that were refused
    """
    refusals: list[Refusal] = []
    for (name, year), value in values.items():
        try:
            set_value(organisation=organisation, name=name, value=value, since=since, by=by, at=at, year=year)
        except Refused as refused:
            refusals += [one for one in refused.refusals if one not in refusals]
    refuse_if(refusals)


def strike_setting(*, setting: Setting, why: str, by: Actor, at: datetime) -> None:
    """Strike a fact that was set wrongly. Invoices that were issued keep what they say.

    :raises Refused: if it was struck before, or without a reason
    """
    key = setting.organisation.key
    access.require(by, "set", key)
    journal.strike(setting, verb="invoicing.set-struck", why=why, by=by, at=at, organisation=key)


def issue(*, year: int, by: Actor, at: datetime, again: Collection[str] = (), most: int | None = None) -> Run:
    """Invoice every city that owes for a year and has no invoice yet. Source: covenant 6b, agreement 3.1.

    Each invoice is a transaction of its own: stop it at any moment and run it again. Call it outside a
    transaction. ``again`` names cities to invoice once more after their whole invoice was credited. With
    ``most`` it stops after so many, for who has to answer in time; ask again for the rest.

    :raises Refused: if the supplier misses something: then nothing is issued, and all of it is told
    """
    access.require(by, "issue")
    view = AsOf(day_of(at))
    found = queries.proposal(year, view)
    refuse_if(found.refusals)
    run, holds = Run(), agreed(view)
    for row in found.rows:
        key = row.contribution.city.key
        if row.standing is Standing.CREDITED and key in again and not row.refusals:
            row = replace(row, standing=Standing.READY)  # noqa: PLW2901 - the same row, seen otherwise
        if row.standing is Standing.INCOMPLETE:
            run.refused[key] = row.refusals
        elif row.standing is Standing.READY and (most is None or len(run.issued) < most):
            _issue_one(run, found, row, holds, by=by, at=at)
        elif row.invoice is not None:
            run.present.append(row.invoice)
    return run


def _issue_one(run: Run, found: Proposal, row: Proposed, holds: Agreed, *, by: Actor, at: datetime) -> None:
    covenant, city = covenants.covenant(), row.contribution.city
    day = day_of(at)
    drafted: list[tuple[Allowance, ...]] = []

    def set_off() -> tuple[Allowance, ...]:
        return queries.set_offs(found.year, city.pk).get(city.pk, ())

    def draft(text: str) -> InvoiceFacts:
        drafted[:] = [set_off()]
        return drafts.invoice(
            row.contribution, covenant, found.supplier, row.buyer, text, day, allowances=drafted[0]
        )

    def still() -> Invoice | None:
        wanted = Invoice.objects.filter(covenant=covenant.key, city=city, year=found.year, turn=row.turn)
        made = wanted.filter(kind=Invoice.Kind.INVOICE, matter="").first()
        if made is None and [set_off()] != drafted:
            raise numbering.Overtaken
        return made

    order = Order(
        city,
        covenant.key,
        found.year,
        found.supplier["prefix"],
        row.turn,
        Profile(row.buyer["profile"]),
        draft,
        still,
    )
    try:
        made, new = numbering.give_number(order, holds, by=by, at=at)
    except Refused as refused:
        run.refused[city.key] = refused.refusals
        journal.write(
            "invoice.issued",
            None,
            by=by,
            at=at,
            result="refused",
            organisation=city.key,
            year=found.year,
            reasons=[str(one) for one in refused.refusals],
        )
        return
    (run.issued if new else run.present).append(made)


def credit(
    *, invoice: Invoice, why: str, by: Actor, at: datetime, net: Decimal | None = None, asked: str = ""
) -> Invoice:
    """Credit an invoice, for what is left of it or for ``net`` (without VAT). Call it outside a transaction.

    ``asked`` names the request: asked again with the same content it gives the same credit note.

    :raises Refused: if it is more than is left, or without a reason; or ``asked`` was about something else
    """
    access.require(by, "credit", invoice.city.key)
    covenant, day = covenants.covenant(), day_of(at)
    invoiced = queries.facts_of(invoice)
    content = f"{invoice.text} {'rest' if net is None else format(net, 'f')} {why.strip()}"
    key = hashlib.sha256(f"{asked}\n{content}".encode()).hexdigest()[:24] if asked else None
    name = f"{asked[:39]} {key}" if asked else None

    def amounts() -> tuple[Decimal, Decimal]:
        left = queries.left(invoice)
        part = left.net if net is None else net
        refuse_if(rules.credit_refusals(part, left.net, left.vat, _rate(invoiced), why))
        return part, left.vat if part == left.net else vat_of(part, _rate(invoiced))

    def draft(text: str) -> InvoiceFacts:
        return drafts.credit(invoiced, *amounts(), why.strip(), text, day)

    def still() -> Invoice | None:
        before = _asked_before(asked, name)
        if before is None:
            amounts()
        return before

    before = _asked_before(asked, name)
    if before is not None:
        return before
    first = queries.papers_of(invoice)
    order = Order(
        invoice.city,
        covenant.key,
        invoice.year,
        invoice.series.rpartition("-")[0],
        invoice.turn,
        Profile(first[0].profile) if first else Profile.NLCIUS,
        draft,
        still,
        credits=invoice,
        asked=name,
        matter=invoice.matter,
    )
    made, _ = numbering.give_number(order, agreed(AsOf(day)), by=by, at=at)
    return made


def _rate(invoiced: InvoiceFacts) -> Decimal:
    return invoiced.vat_rate if invoiced.vat_category == "S" else Decimal(0)


def _asked_before(asked: str, name: str | None) -> Invoice | None:
    if not asked:
        return None
    found = Invoice.objects.filter(asked__startswith=f"{asked[:39]} ").select_related("city").first()
    if found is not None and found.asked != name:
        raise Refused([Refusal("credit.asked-before", N_("This was asked before, about something else."))])
    return found


def make_paper(*, invoice: Invoice, profile: Profile, by: Actor, at: datetime) -> Paper:
    """Return the e-invoice in a profile; if it was not made yet, make and check it now, of the frozen facts.

    :raises Refused: if a rule is broken, or a check that must be run was not
    """
    access.require(by, "see", invoice.city.key)
    found = queries.paper(invoice, profile)
    if found is not None:
        return found
    facts = queries.facts_of(invoice)
    xml, report = numbering.prepared(facts, profile, agreed(AsOf(invoice.issued_on)))
    with transaction.atomic():
        made, new = Paper.objects.get_or_create(
            invoice=invoice,
            profile=profile.value,
            defaults={
                "sha256": report.sha256,
                "xml": xml,
                "report": report.plain(),
                "recorded_at": at,
            },
        )
        if new:
            journal.write(
                "invoice.paper-made",
                made,
                by=by,
                at=at,
                organisation=invoice.city.key,
                number=invoice.text,
                profile=profile.value,
            )
    return made

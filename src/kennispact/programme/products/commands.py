"""Every change of the products."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, BinaryIO

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals, strike_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.programme.products import access, queries, reader, rules
from kennispact.programme.products.models import Kind, Product, Registration, Withdrawal
from kennispact.programme.products.rules import Facts
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.documents.models import Document


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do: the new lines, how many were known, headings that were left alone."""

    new: tuple[reader.Line, ...]
    known: int
    ignored: tuple[str, ...] = ()


@transaction.atomic
def register_product(
    *,
    facts: Facts,
    happened_on: date,
    by: Actor,
    at: datetime,
    key: str = "",
    document: Document | None = None,
) -> Product:
    """Register a product. Without a key it gets the next one. Source: 2e-2f.

    :raises Refused: if a fact is missing or unknown, the key is taken, or the day has not come
    """
    access.require(by, "register", facts.organisation)
    taken = list(Product.objects.select_for_update().values_list("key", flat=True))
    key = key or rules.next_key(taken)
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.key_refusals(key),
            *_taken_refusals(key, taken),
            *rules.fact_refusals(facts, queries.known(AsOf(day_of(at)))),
        ]
    )
    product = Product.objects.create(key=key)
    act = _enter(product, facts, document, happened_on, recorded(by, at))
    _write("product.registered", act, by, at, facts)
    return product


@transaction.atomic
def correct_product(
    *, product: Product, facts: Facts, why: str, by: Actor, at: datetime, document: Document | None = None
) -> Registration:
    """Strike what was said of a product and enter it anew, for the same day.

    ``document`` replaces the one that was there; without it that stays.

    :raises Refused: if nothing changes, there is no reason, or a fact is missing or unknown
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    old = Registration.objects.select_related("product").get(product=product, struck_at__isnull=True)
    access.require(by, "correct", old)
    if facts.organisation != old.organisation:
        access.require(by, "register", facts.organisation)
    refuse_if(
        [
            *_same_refusals(old, facts, document),
            *strike_refusals(None, why),
            *rules.fact_refusals(facts, queries.known(AsOf(day_of(at)))),
        ]
    )
    journal.strike(
        old, verb="product.struck", why=why, by=by, at=at, clause="2e", organisation=facts.organisation
    )
    act = _enter(product, facts, document or old.document, old.happened_on, recorded(by, at))
    _write("product.corrected", act, by, at, facts)
    return act


@transaction.atomic
def withdraw_product(*, product: Product, why: str, happened_on: date, by: Actor, at: datetime) -> Withdrawal:
    """Offer a product no longer.

    :raises Refused: if it was withdrawn before, there is no reason, or the day has not come
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    access.require(by, "withdraw")
    gone = Withdrawal.objects.filter(product=product, struck_at__isnull=True).exists()
    refuse_if([*date_refusals(happened_on, at), *strike_refusals(None, why), *_gone_refusals(gone)])
    act = Withdrawal.objects.create(
        product=product, why=rules.clean(why)[:500], happened_on=happened_on, **recorded(by, at)
    )
    journal.write("product.withdrawn", act, by=by, at=at, clause="2e", product=product.key)
    return act


@transaction.atomic
def strike_withdrawal(*, withdrawal: Withdrawal, why: str, by: Actor, at: datetime) -> None:
    """Offer a product again that was withdrawn wrongly.

    :raises Refused: if that was done before, or without a reason
    """
    access.require(by, "withdraw")
    journal.strike(withdrawal, verb="product.withdrawal-struck", why=why, by=by, at=at, clause="2e")


@transaction.atomic
def add_kind(*, key: str, name: str, name_en: str, happened_on: date, by: Actor, at: datetime) -> Kind:
    """Add a kind of product to those of the covenant. Source: annex 1-2.

    :raises Refused: if it is there, or has no name
    """
    access.require(by, "add_kind")
    taken = {one.key for one in queries.kinds(AsOf(day_of(at)))}
    name, name_en = rules.clean(name)[:80], rules.clean(name_en)[:80]
    refuse_if([*date_refusals(happened_on, at), *rules.kind_refusals(key, name, name_en, taken)])
    act = Kind.objects.create(
        key=key, name=name, name_en=name_en, happened_on=happened_on, **recorded(by, at)
    )
    journal.write("product.kind-added", act, by=by, at=at, clause="B1-2", kind=key)
    return act


def import_products(
    *, file: BinaryIO | bytes, by: Actor, at: datetime, dry_run: bool = False, source: str = ""
) -> Imported:
    """Enter the products of a CSV, Excel, OpenDocument or JSON file (list or lines): all of them, or none.

    Rows whose key is known stay as they are; rows without a key get one. ``dry_run`` only says what would
    be entered. ``source`` is used for rows that name none.

    :raises Refused: with every wrong row by number and column; then nothing is entered
    """
    access.require(by, "import")
    payload = file[: reader.MOST_BYTES + 1] if isinstance(file, bytes) else file.read(reader.MOST_BYTES + 1)
    if len(payload) > reader.MOST_BYTES:
        refuse_if([reader.too_big()])
    view = AsOf(day_of(at))
    covenant = covenants.covenant()
    kinds = {one.key: (one.name, one.name_en) for one in queries.kinds(view)}
    themes = {theme.key: theme.names for theme in covenant.themes}
    reading = reader.read(payload, queries.known(view), reader.named(kinds, themes))
    refuse_if(reading.refusals)
    with transaction.atomic():
        taken = set(Product.objects.select_for_update().values_list("key", flat=True))
        new = _new(reading.lines, taken)
        if not dry_run and new:
            _bring_in(new, taken, source, by, at)
            digest = sha256(payload).hexdigest()
            journal.write("product.imported", None, by=by, at=at, clause="2f", rows=len(new), sha256=digest)
    return Imported(tuple(new), len(reading.lines) - len(new), reading.ignored)


def _new(lines: tuple[reader.Line, ...], taken: set[str]) -> list[reader.Line]:
    """Return the lines of products that are not there: by their code, or without one by what they say."""
    new, said = [], set[tuple[object, ...]]()
    if not all(line.key for line in lines):
        there = Registration.objects.filter(struck_at__isnull=True)
        said.update(there.values_list("title", "kind", "year", "url"))
    for line in lines:
        says = (line.facts.title, line.facts.kind, line.facts.year, line.facts.url)
        if line.key not in taken if line.key else says not in said:
            new.append(line)
        said.add(says)
    return new


def _bring_in(new: list[reader.Line], taken: set[str], source: str, by: Actor, at: datetime) -> None:
    numbered = _keys(new, taken)
    Product.objects.bulk_create([Product(key=key) for key in numbered], batch_size=500)
    made = dict(Product.objects.filter(key__in=numbered).values_list("key", "pk")) if len(new) < 500 else {}  # noqa: PLR2004 - longer lists do not fit one statement
    made = made or dict(Product.objects.values_list("key", "pk"))
    stamp = recorded(by, at)
    Registration.objects.bulk_create(
        [
            Registration(
                product_id=made[key],
                happened_on=day_of(at),
                **_columns(line.facts, source),
                **stamp,
            )
            for key, line in zip(numbered, new, strict=True)
        ],
        batch_size=500,
    )


def _keys(new: list[reader.Line], taken: set[str]) -> list[str]:
    given = {line.key for line in new if line.key}
    number = int(rules.next_key(sorted(taken | given))[1:])
    keys = []
    for line in new:
        keys.append(line.key or f"P{number:03d}")
        number += not line.key
    return keys


def _columns(facts: Facts, source: str = "") -> dict[str, Any]:
    return {
        "kind": facts.kind,
        "title": facts.title,
        "summary": facts.summary,
        "url": facts.url,
        "themes": facts.joined_themes,
        "year": facts.year,
        "audience": facts.audience,
        "source": facts.source or source,
        "organisation": facts.organisation,
    }


def _enter(
    product: Product, facts: Facts, document: Document | None, happened_on: date, stamp: dict[str, Any]
) -> Registration:
    return Registration.objects.create(
        product=product, document=document, happened_on=happened_on, **_columns(facts), **stamp
    )


def _write(verb: str, act: Registration, by: Actor, at: datetime, facts: Facts) -> None:
    clause = "2f" if facts.organisation else "2e"
    journal.write(
        verb, act, by=by, at=at, clause=clause, organisation=facts.organisation, product=act.product.key
    )


def _taken_refusals(key: str, taken: list[str]) -> Iterator[Refusal]:
    if key in taken:
        yield Refusal("product.key-taken", N_("There is a product with this code."), field="key")


def _same_refusals(old: Registration, facts: Facts, document: Document | None) -> Iterator[Refusal]:
    now = {name: getattr(old, name) for name in _columns(facts)}
    if now == _columns(facts) and (document is None or document.pk == old.document_id):
        yield Refusal("product.nothing-changed", N_("Nothing was changed."))


def _gone_refusals(gone: bool) -> Iterator[Refusal]:
    if gone:
        yield Refusal("product.withdrawn-before", N_("This product was withdrawn before."))

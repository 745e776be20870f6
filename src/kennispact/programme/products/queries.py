"""Every read of products that others may ask for. Each is a constant number of SQL queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.products.marks import Mark, marks, news
from kennispact.programme.products.models import Kind, Product, Registration, Withdrawal
from kennispact.programme.products.rules import KINDS, Facts, Known, parted
from kennispact.registers.covenant import queries as covenants


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product as it stood in a view. ``themes`` are keys; ``withdrawn_on`` is ``None`` while offered."""

    id: int
    key: str
    kind: str
    title: str
    summary: str
    url: str
    document: int | None
    themes: tuple[str, ...]
    year: int
    audience: str
    source: str
    organisation: str
    happened_on: date
    recorded_at: datetime
    registration: int
    withdrawn_on: date | None = None
    why_withdrawn: str = ""

    @property
    def facts(self) -> Facts:
        """Return what was said of it."""
        return Facts(
            self.kind,
            self.title,
            self.year,
            self.summary,
            self.url,
            self.themes,
            self.audience,
            self.source,
            self.organisation,
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which products are asked for; what is empty is not asked. All given conditions hold."""

    words: tuple[str, ...] = ()
    theme: str = ""
    kind: str = ""
    year: int | None = None
    audiences: Collection[str] = ("public", "parties")
    keys: Collection[str] | None = None
    with_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of product with its Dutch and English name."""

    key: str
    name: str
    name_en: str


def count(view: AsOf, wanted: Wanted = Wanted()) -> int:
    """Return how many products there are. One query."""
    return _found(view, wanted).count()


def products(
    view: AsOf, wanted: Wanted = Wanted(), *, start: int = 0, most: int | None = None
) -> tuple[ProductLine, ...]:
    """Return products, the newest year first, then by title. One query, or two with those withdrawn."""
    found = _found(view, wanted).order_by("-year", "title", "pk").select_related("product")
    rows = list(found[start : None if most is None else start + most])
    gone = _withdrawals(view, [one.product_id for one in rows]) if wanted.with_withdrawn else {}
    return tuple(_line(one, gone.get(one.product_id)) for one in rows)


def product(view: AsOf, key: str) -> ProductLine | None:
    """Return one product, withdrawn or not, or nothing. Two queries."""
    return next(iter(products(view, Wanted(keys=(key,), with_withdrawn=True))), None)


def by_keys(view: AsOf, keys: Collection[str]) -> dict[str, ProductLine]:
    """Return the products with these keys that are offered in this view. One query."""
    return {one.key: one for one in products(view, Wanted(keys=tuple(keys)))} if keys else {}


def history(key: str) -> tuple[Registration, ...]:
    """Return everything that was ever said of a product, newest first, struck ones too. One query."""
    return tuple(Registration.objects.filter(product__key=key).order_by("-recorded_at", "-pk"))


def row(key: str) -> Product | None:
    """Return the product itself, to hand to a command, or nothing. One query."""
    return Product.objects.filter(key=key).first()


def years(view: AsOf) -> tuple[int, ...]:
    """Return the years that have a product, newest first. One query."""
    found = Registration.objects.as_of(view).order_by("-year").values_list("year", flat=True)
    return tuple(found.distinct())


def kinds(view: AsOf) -> tuple[KindLine, ...]:
    """Return every kind: those of the covenant first, then those that were added. One query."""
    added = Kind.objects.as_of(view).order_by("name")
    built_in = (KindLine(key, *names) for key, names in KINDS.items())
    return (*built_in, *(KindLine(one.key, one.name, one.name_en) for one in added))


def known(view: AsOf) -> Known:
    """Return what facts are checked against. One query."""
    return Known({one.key for one in kinds(view)}, set(covenants.covenant().theme))


def how_far() -> tuple[Mark, ...]:
    """Return how far the acts about products have come. One query."""
    return marks(Registration, Withdrawal)


def changed_since(before: tuple[Mark, ...], now: tuple[Mark, ...]) -> tuple[str, ...] | None:
    """Return the keys of products about which something was said since; ``None``: read all anew."""
    found: set[int] = set()
    for model, was, is_ in zip((Registration, Withdrawal), before, now, strict=True):
        if was != is_:
            fresh = news(model.objects.all(), was, is_, "product_id")
            if fresh is None:
                return None
            found |= fresh
    return tuple(Product.objects.filter(pk__in=found).values_list("key", flat=True)) if found else ()


def _found(view: AsOf, wanted: Wanted) -> "QuerySet[Registration]":
    found = Registration.objects.as_of(view).filter(audience__in=list(wanted.audiences))
    if not wanted.with_withdrawn:
        gone = Withdrawal.objects.as_of(view).filter(product=OuterRef("product"))
        found = found.filter(~Exists(gone))
    for word in wanted.words:
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    if wanted.theme:
        found = found.filter(themes__contains=f",{wanted.theme},")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.year:
        found = found.filter(year=wanted.year)
    if wanted.keys is not None:
        found = found.filter(product__key__in=list(wanted.keys))
    return found


def _withdrawals(view: AsOf, products_: Iterable[int]) -> dict[int, Withdrawal]:
    acts = Withdrawal.objects.as_of(view).filter(product__in=list(products_))
    return {act.product_id: act for act in acts}


def _line(act: Registration, gone: Withdrawal | None) -> ProductLine:
    return ProductLine(
        id=act.product_id,
        key=act.product.key,
        kind=act.kind,
        title=act.title,
        summary=act.summary,
        url=act.url,
        document=act.document_id,
        themes=parted(act.themes),
        year=act.year,
        audience=act.audience,
        source=act.source,
        organisation=act.organisation,
        happened_on=act.happened_on,
        recorded_at=act.recorded_at,
        registration=act.pk,
        withdrawn_on=gone.happened_on if gone else None,
        why_withdrawn=gone.why if gone else "",
    )

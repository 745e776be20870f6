"""Where invoices stand on their way. A constant number of SQL queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.post import queries as post
from kennispact.ground.post.rules import State as LetterState
from kennispact.pact.delivery import rules
from kennispact.pact.delivery.gateway import letter_key
from kennispact.pact.delivery.models import Answer, Dispatch, Handover
from kennispact.pact.delivery.rules import Course, News, Result, State
from kennispact.pact.einvoices.facts import from_plain
from kennispact.pact.invoicing import particulars
from kennispact.pact.invoicing import queries as invoicing
from kennispact.pact.invoicing.models import Invoice, Paper

_OF_LETTERS: Mapping[LetterState, State] = {
    LetterState.SENT: State.DELIVERED,
    LetterState.BOUNCED: State.FAILED,
    LetterState.GIVEN_UP: State.FAILED,
    LetterState.UNCERTAIN: State.FAILED,
}


@dataclass(frozen=True, slots=True)
class Line:
    """An invoice on its way. ``reply`` is what was said last, ``tries`` counts every attempt."""

    pk: int
    number: str
    year: int
    city: str
    city_name: str
    channel: str
    receiver: str
    state: State
    tries: int
    since: datetime
    receipt: str
    reply: str


def full() -> "QuerySet[Dispatch]":
    """Return dispatches with everything that tells where they stand. Three queries."""
    found = Dispatch.objects.select_related("paper__invoice__city").defer(
        "paper__xml", "paper__report", "paper__invoice__facts"
    )
    handovers = Prefetch("handovers", Handover.objects.select_related("answer", "retry"))
    return found.prefetch_related(handovers, "reports").order_by("pk")


def course(one: Dispatch) -> Course:
    """Return what happened to a dispatch read with :func:`full`."""
    handovers = sorted(one.handovers.all(), key=lambda each: each.number)
    retried = max((each.number for each in handovers if hasattr(each, "retry")), default=0)
    since = [each for each in handovers if each.number > retried]
    if not since:
        return Course()
    last = since[-1]
    answer: Answer | None = getattr(last, "answer", None)
    told = rules.latest(
        (each.told_at, News(each.news))
        for each in one.reports.all()
        if not retried or each.recorded_at >= since[0].began_at
    )
    result = Result(answer.result) if answer else None
    return Course(len(since), last.began_at, result, told)


def chosen(year: int | None = None, city_key: str = "") -> "QuerySet[Dispatch]":
    """Return :func:`full` for one contribution year, one city, both, or everything."""
    found = full() if year is None else full().filter(paper__invoice__year=year)
    return found.filter(paper__invoice__city__key=city_key) if city_key else found


def lines(at: datetime, year: int | None = None, city_key: str = "") -> tuple[Line, ...]:
    """Return the invoices that were sent or are to be, the last asked first. Six queries."""
    rows = list(chosen(year, city_key))
    letters = post.by_key([letter_key(one.key) for one in rows if one.channel == "email"], at)
    return tuple(_line(one, letters, at) for one in reversed(rows))


def _line(one: Dispatch, letters: Mapping[str, post.Line], at: datetime) -> Line:
    handovers = sorted(one.handovers.all(), key=lambda each: each.number)
    answers = [each.answer for each in handovers if hasattr(each, "answer")]
    reports = sorted(one.reports.all(), key=lambda each: each.told_at)
    stands = rules.state(course(one), at)
    letter = letters.get(letter_key(one.key))
    if stands is State.HANDED_OVER and letter is not None:
        stands = _OF_LETTERS.get(letter.state, stands)
    invoice = one.paper.invoice
    said = [*(each.reply for each in answers), *(each.why for each in reports)]
    return Line(
        pk=one.pk,
        number=invoice.text,
        year=invoice.year,
        city=invoice.city.key,
        city_name=invoice.city.name,
        channel=one.channel,
        receiver=one.receiver,
        state=stands,
        tries=len(handovers),
        since=handovers[-1].began_at if handovers else one.asked_at,
        receipt=answers[-1].receipt if answers else "",
        reply=next((text for text in reversed(said) if text), ""),
    )


@dataclass(frozen=True, slots=True)
class ToSend:
    """An e-invoice that was never sent, and the way that is set for its city."""

    paper: Paper
    channel: str
    receiver: str


def to_send(invoices: Iterable[Invoice], view: AsOf) -> tuple[ToSend, ...]:
    """Return the invoices that were never sent with where they go. Four queries, two more for each year."""
    papers = unsent(invoices)
    cities = {one.invoice.city for one in papers}
    known = {year: particulars.of_cities(view, year, cities) for year in {one.invoice.year for one in papers}}
    return tuple(_to_send(one, known[one.invoice.year][one.invoice.city_id]) for one in papers)


def _to_send(paper: Paper, known: particulars.Facts) -> ToSend:
    channel = known["channel"]
    by_mail = channel == "email"
    endpoint = from_plain(paper.invoice.facts).buyer.endpoint
    return ToSend(paper, channel, known.get("email", "") if by_mail else endpoint)


def unsent(invoices: Iterable[Invoice]) -> tuple[Paper, ...]:
    """Return of each invoice that was never sent the first e-invoice, without its bytes. Two queries."""
    first = invoicing.first_papers(invoices)
    sent = set(
        Dispatch.objects.filter(paper__invoice__in=list(first)).values_list("paper__invoice_id", flat=True)
    )
    return tuple(paper for pk, paper in sorted(first.items()) if pk not in sent)


def dispatch(pk: int) -> Dispatch | None:
    """Return a dispatch with everything that tells where it stands, or nothing."""
    return full().filter(pk=pk).first()

"""What may be said of organisations, memberships, mandates and population figures. No tables, no clock."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stdnum.nl import bsn

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_

TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/"
CODE = re.compile(r"GM\d{4}")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,38}")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
KINDS = frozenset({"network", "partner", "city", "third"})
STATUSES = frozenset({"provisional", "final"})
MOST_INHABITANTS = 2_000_000  # no Dutch municipality comes near; more is a slip of the pen
RSIN_IN_OIN, KVK_IN_OIN = "00000001", "00000003"  # the register an OIN was made from

# ---- organisations -----------------------------------------------------------------------------


def name_key(name: str) -> tuple[str, str]:
    """Return by what a name is sorted: without accents, apostrophes and case.

    >>> sorted(["Tilburg", "'s-Hertogenbosch", "Roosendaal", "Schiedam", "Súdwest"], key=name_key)
    ['Roosendaal', "'s-Hertogenbosch", 'Schiedam', 'Súdwest', 'Tilburg']
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’‘`´]", "", plain)).strip(), name


def tooi_uri(key: str) -> str:
    """Return the address under which the government's own vocabulary knows a municipality; empty for others.

    >>> tooi_uri("GM0150"), tooi_uri("g40")
    ('https://identifier.overheid.nl/tooi/id/gemeente/gm0150', '')
    """
    return TOOI + key.lower() if CODE.fullmatch(key) else ""


def organisation_refusals(kind: str, facts: Mapping[str, str]) -> Iterator[Refusal]:
    """Refuse a kind, key, name, number or address that cannot be right. All at once.

    ``facts`` maps field names to what is to be stored; a missing field is not looked at, an empty one is
    unknown and allowed, but for ``key`` and ``name``.
    """
    if kind not in KINDS:
        yield Refusal("network.kind", N_("This is no kind of organisation."), field="kind")
    if "key" in facts and not (CODE if kind == "city" else SLUG).fullmatch(facts["key"]):
        if kind == "city":
            reason = N_("The code of a city is GM and four digits, such as GM0150.")
        else:
            reason = N_("A key has small letters, digits and hyphens only.")
        yield Refusal("network.key", reason, field="key")
    if "name" in facts and not facts["name"].strip():
        yield Refusal("network.no-name", N_("An organisation has a name."), field="name")
    yield from _number_refusals(facts.get("oin", ""), facts.get("rsin", ""), facts.get("kvk", ""))
    for field in ("website", "domain"):
        if facts.get(field) and not HOST.fullmatch(facts[field]):
            yield Refusal(
                "network.host",
                N_("Write the host name only, such as www.example.nl."),
                field=field,
            )


def _number_refusals(oin: str, rsin: str, kvk: str) -> Iterator[Refusal]:
    if oin and not re.fullmatch(r"\d{20}", oin, re.ASCII):
        yield Refusal("network.oin", N_("An OIN has 20 digits."), field="oin")
    if rsin and not (re.fullmatch(r"\d{9}", rsin, re.ASCII) and bsn.is_valid(rsin)):
        yield Refusal(
            "network.rsin", N_("This RSIN has a typing error: its check digit is wrong."), field="rsin"
        )
    if kvk and not re.fullmatch(r"\d{8}", kvk, re.ASCII):
        yield Refusal("network.kvk", N_("A number of the Chamber of Commerce has 8 digits."), field="kvk")
    if (rsin and oin.startswith(RSIN_IN_OIN) and oin[8:17] != rsin) or (
        kvk and oin.startswith(KVK_IN_OIN) and oin[8:16] != kvk
    ):
        yield Refusal(
            "network.oin-differs", N_("The OIN holds another number than the one given."), field="oin"
        )


def number_checks(oin: str, rsin: str, kvk: str) -> dict[str, bool | None]:
    """Tell per number whether it can be right: ``None`` when it is not known.

    >>> number_checks("", "123456789", "12345678")
    {'oin': None, 'rsin': False, 'kvk': True}
    """
    wrong = {fault.field for fault in _number_refusals(oin, rsin, kvk)}
    known = {"oin": oin, "rsin": rsin, "kvk": kvk}
    return {field: None if not number else field not in wrong for field, number in known.items()}


# ---- membership --------------------------------------------------------------------------------


def membership_refusals(
    timeline: Sequence[tuple[date, str]], change: str, on: date, network_kind: str, city_kind: str
) -> Iterator[Refusal]:
    """Refuse a change that does not fit between the others: joining twice, leaving what was never joined.

    ``timeline`` holds the days and changes (``joined``, ``left``) that count, in any order. Source: 8d.
    """
    if network_kind != "network" or city_kind != "city":
        yield Refusal("network.not-a-city", N_("Only a city can be a member of a network."), field="city")
    if any(day == on for day, _ in timeline):
        yield Refusal("network.same-day", N_("Another change of this membership counts for the same day."))
        return
    changes = [what for _, what in sorted([*timeline, (on, change)])]
    if any(what != ("joined", "left")[place % 2] for place, what in enumerate(changes)):
        if change == "joined":
            yield Refusal("network.member-already", N_("This city is a member at that time already."))
        else:
            yield Refusal("network.no-member", N_("This city is no member at that time, so it cannot leave."))


def strike_membership_refusals(timeline: Sequence[tuple[date, str]]) -> Iterator[Refusal]:
    """Refuse to strike a change that a later one rests on. ``timeline`` is what would be left, in any order.

    >>> [one.code for one in strike_membership_refusals([(date(2026, 1, 1), "left")])]
    ['network.rests-on-it']
    """
    changes = [what for _, what in sorted(timeline)]
    if any(what != ("joined", "left")[place % 2] for place, what in enumerate(changes)):
        yield Refusal(
            "network.rests-on-it",
            N_("A later change of this membership rests on this one. Strike the later one first."),
        )


# ---- mandates ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day up to and including the last; ``last`` is ``None`` when no end is known."""

    first: date
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the day falls in it."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: "Period") -> bool:
        """Tell whether both hold on some day."""
        return (self.last is None or other.first <= self.last) and (
            other.last is None or self.first <= other.last
        )


def appointment_refusals(
    role: str,
    kind: str,
    roles: Mapping[str, Collection[str]],
    *,
    period: Period,
    decided_on: date,
    held: Sequence[Period],
    active: bool = True,
) -> Iterator[Refusal]:
    """Refuse a role this kind of organisation cannot give, an impossible period, or a role held already.

    ``roles`` says per role which kinds can give it; it comes from the covenant's definition. ``held`` are the
    periods in which the person has the same role there. Source: covenant 4g, 7a.
    """
    if role not in roles:
        yield Refusal("mandate.unknown-role", N_("The covenant knows no such role."), field="role")
    elif kind not in roles[role]:
        yield Refusal(
            "mandate.wrong-kind", N_("This kind of organisation cannot give this role."), field="organisation"
        )
    if period.first < decided_on:
        yield Refusal(
            "mandate.before-appointment",
            N_("A mandate does not begin before the day of the appointment."),
            field="since",
        )
    if period.last is not None and period.last < period.first:
        yield Refusal("mandate.ends-before-it-begins", N_("The last day is before the first."), field="until")
    yield from overlap_refusals(period, held)
    if not active:
        yield Refusal("mandate.inactive", N_("This person cannot sign in any more."), field="person")


def overlap_refusals(period: Period, held: Sequence[Period]) -> Iterator[Refusal]:
    """Refuse that somebody has the same role twice on some day."""
    if any(period.meets(other) for other in held):
        yield Refusal("mandate.held-already", N_("This person has this role then already."), field="since")


def struck_refusals(struck_at: datetime | None) -> Iterator[Refusal]:
    """Refuse to go on with a mandate that was struck."""
    if struck_at is not None:
        yield Refusal("mandate.struck", N_("This mandate was struck: it was never held."))


def end_refusals(period: Period, last_day: date, decided_on: date) -> Iterator[Refusal]:
    """Refuse an end before the beginning, before it was decided, or later than one that is known."""
    if last_day < period.first:
        yield Refusal(
            "mandate.ends-before-it-begins", N_("The last day is before the first."), field="last_day"
        )
    if last_day < decided_on:
        yield Refusal(
            "mandate.ended-before-decided",
            N_("A mandate does not end before the day that was decided."),
            field="last_day",
        )
    if period.last is not None and last_day >= period.last:
        yield Refusal(
            "mandate.ends-earlier",
            N_("This mandate ends on %(day)s already. For a longer stay, make a new appointment."),
            facts={"day": period.last},
            field="last_day",
        )


# ---- population --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Base:
    """The reference date the contributions are counted from, and the clause that says so."""

    reference_on: date
    clause: str = ""


def figure_refusals(inhabitants: int, status: str, source: str, kind: str = "city") -> Iterator[Refusal]:
    """Refuse a figure that cannot be one, or that does not say how sure it is and where it comes from."""
    if kind != "city":
        yield Refusal("population.not-a-city", N_("Only a city has inhabitants here."), field="city")
    if not 0 < inhabitants <= MOST_INHABITANTS:
        yield Refusal(
            "population.impossible",
            N_("A city has between 1 and %(most)s inhabitants."),
            facts={"most": MOST_INHABITANTS},
            field="inhabitants",
        )
    if status not in STATUSES:
        yield Refusal("population.status", N_("A figure is provisional or final."), field="status")
    if not source.strip():
        yield Refusal("population.no-source", N_("Say where the figure comes from."), field="source")


def base_refusals(name: str, inhabitants: int, reference_on: date, base: Base) -> Iterator[Refusal]:
    """Refuse a figure of another day than the contributions are counted from. Source: covenant 6b."""
    if reference_on != base.reference_on:
        yield Refusal(
            "population.other-reference-date",
            N_(
                "%(city)s: %(inhabitants)s inhabitants is the figure of %(given)s. The contribution counts "
                "the inhabitants of %(asked)s."
            ),
            clause=base.clause,
            facts={
                "city": name,
                "inhabitants": inhabitants,
                "given": reference_on,
                "asked": base.reference_on,
            },
            field="reference_on",
        )


def replacement_refusals(
    name: str, inhabitants: int, reference_on: date, known: tuple[int, str] | None, base: Base | None
) -> Iterator[Refusal]:
    """Refuse that another figure takes the place of a final one, or of one that was contracted.

    ``known`` is the figure that counts now, with its status. Whoever means it strikes the old figure first,
    so that a contribution never changes by an import.
    """
    if known is None or known[0] == inhabitants:
        return
    contracted = base is not None and reference_on == base.reference_on
    if known[1] == "final" or contracted:
        yield Refusal(
            "population.differs",
            N_(
                "%(city)s has %(known)s inhabitants on %(day)s in the register, this says %(inhabitants)s. "
                "A figure that counts is not replaced like this. Strike it first."
            ),
            clause=base.clause if base and contracted else "",
            facts={"city": name, "known": known[0], "day": reference_on, "inhabitants": inhabitants},
        )

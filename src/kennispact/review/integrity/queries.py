"""``check``: every invariant of this installation's data, looked at one by one."""

from kennispact.ground.kit.words import N_
from kennispact.pact.payments import faults as payments
from kennispact.pact.settlement import queries as settlement
from kennispact.review.integrity import of_tables as tables
from kennispact.review.integrity import of_the_covenant as covenant
from kennispact.review.integrity import of_the_money as money
from kennispact.review.integrity.findings import Finding, Invariant

__all__ = ["INVARIANTS", "Finding", "Invariant", "check"]

INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "migrations-applied",
        "config",
        tables.unapplied_migrations,
        N_("The database fits this version of the program."),
        N_("%(count)s migrations were not applied: %(which)s. Run setup."),
    ),
    Invariant(
        "storage-sound",
        "ground.acts",
        tables.damaged_storage,
        N_("The database is sound, and every row it points to is there."),
        N_("The database is damaged: %(which)s."),
    ),
    Invariant(
        "acts-guarded",
        "ground.acts",
        tables.unguarded_tables,
        N_("Every table of acts is guarded against change."),
        N_("%(count)s tables of acts are not guarded: %(which)s. Run setup."),
    ),
    Invariant(
        "constraints-kept",
        "ground.acts",
        tables.missing_constraints,
        N_("The database keeps every constraint it was given."),
        N_("The database misses %(count)s constraints: %(which)s."),
    ),
    Invariant(
        "struck-with-reason",
        "ground.acts",
        tables.badly_struck_acts,
        N_("Every struck act says why, and was struck after it was entered."),
        N_("%(count)s acts were struck without a reason or too early: %(which)s."),
    ),
    Invariant(
        "no-act-of-the-future",
        "ground.acts",
        tables.acts_of_the_future,
        N_("No act counts for a day after the one on which it was entered."),
        N_("%(count)s acts count for a day that had not come: %(which)s."),
    ),
    Invariant(
        "journal-tells-of-what-is",
        "ground.journal",
        tables.lines_about_nothing,
        N_("Every line of the journal is about something that is there."),
        N_("%(count)s acts in the journal are gone: %(which)s."),
    ),
    Invariant(
        "files-kept",
        "registers.documents",
        covenant.lost_files,
        N_("Every document has its file, exactly as it came in."),
        N_("%(count)s files are missing or were changed: %(which)s. Put them back from a backup."),
    ),
    Invariant(
        "files-known",
        "registers.documents",
        covenant.nameless_files,
        N_("Every file belongs to a document."),
        N_("%(count)s files belong to no document. That is harmless: %(which)s."),
        harmless=True,
    ),
    Invariant(
        "mandates-known",
        "registers.network",
        covenant.strange_mandates,
        N_("Every mandate is of a person, for a role of the covenant."),
        N_("%(count)s mandates do not fit the covenant: %(which)s."),
    ),
    Invariant(
        "population-known",
        "registers.network",
        covenant.uncounted_cities,
        N_("Every city has its number of inhabitants on the reference date."),
        N_("%(count)s cities have no number of inhabitants on the reference date: %(which)s."),
    ),
    Invariant(
        "decisions-fit",
        "registers.decisions",
        covenant.strange_decisions,
        N_("Every decision is about something in the covenant."),
        N_("%(count)s decisions are about nothing in the covenant: %(which)s."),
    ),
    Invariant(
        "steps-in-order",
        "pact.agreements",
        covenant.steps_out_of_order,
        N_("Every step of an agreement rests on the steps it needs."),
        N_("%(count)s steps miss what they rest on: %(which)s."),
    ),
    Invariant(
        "papers-there",
        "pact.agreements",
        covenant.missing_papers,
        N_("Every notice has its letter and every step its paper."),
        N_("%(count)s notices or steps miss their paper: %(which)s."),
    ),
    Invariant(
        "invoices-numbered",
        "pact.invoicing",
        money.broken_series,
        N_("Invoice numbers run on without a gap, and no invoice or e-invoice was changed."),
        N_("%(count)s invoices are missing or were changed: %(which)s."),
    ),
    Invariant(
        "invoices-add-up",
        "pact.invoicing",
        money.wrong_sums,
        N_("Every invoice is the sum of its lines, to the cent."),
        N_("%(count)s invoices are not the sum of their lines: %(which)s."),
    ),
    Invariant(
        "credits-within-invoice",
        "pact.invoicing",
        money.credited_too_much,
        N_("Of no invoice more was credited than it asked."),
        N_("Of %(count)s invoices more was credited than they asked: %(which)s."),
    ),
    Invariant(
        "invoices-booked",
        "pact.ledger",
        money.unbooked_invoices,
        N_("Every invoice is in the ledger, to the cent."),
        N_("%(count)s invoices and the ledger do not agree: %(which)s."),
    ),
    Invariant(
        "ledger-in-balance",
        "pact.ledger",
        money.out_of_balance,
        N_("Debit and credit are equal."),
        N_("Debit and credit differ by %(which)s."),
    ),
    Invariant(
        "ledger-unbroken",
        "pact.ledger",
        money.broken_seals,
        N_("Nothing in the ledger was changed or taken out."),
        N_("%(count)s bookings were changed, or follow one that is gone: %(which)s."),
    ),
    Invariant(
        "statements-booked",
        "pact.payments",
        payments.faults,
        N_("Every bank statement adds up, and its entries, matches and bookings agree, to the cent."),
        N_("%(count)s statements or entries and the ledger do not agree: %(which)s."),
    ),
    Invariant(
        "surplus-divided",
        "pact.settlement",
        settlement.faults,
        N_("What was set off of a surplus is the sum of the cities' shares, to the cent."),
        N_("%(count)s surpluses or shares do not add up: %(which)s."),
    ),
)


def check() -> tuple[Finding, ...]:
    """Look at every invariant and return one finding for each, in a fixed order. Reads every kept file.

    When the tables themselves do not fit this version, only that is told: nothing else can be read.
    """
    first = INVARIANTS[0].finding()
    if not first.holds:
        return (first,)
    return (first, *(invariant.finding() for invariant in INVARIANTS[1:]))

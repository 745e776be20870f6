"""The letter that tells who asked what both parties decided: its words, its paper, and who gets it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import slugify
from django.utils.translation import override

from kennispact.ground.acts.unchanged import while_unchanged
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.look import formatting
from kennispact.ground.look.templatetags.look import clause_name
from kennispact.ground.post import queries as post
from kennispact.pact.drafting.blocks import Paper, Paragraph
from kennispact.programme.questions import access, queries, rules
from kennispact.programme.questions.queries import QuestionLine
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions.templatetags.mandates import mandate_name
from kennispact.registers.network import queries as network

KIND = "scope-letter"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to whoever asked: subject, paragraphs, and who signs (mandates, no names). In Dutch.

    ``dated`` is the day on which the second party said the same.
    """

    receiver: str
    subject: str
    paragraphs: tuple[str, ...]
    signed: tuple[str, ...]
    dated: date

    @property
    def file_name(self) -> str:
        """Return what its PDF is called."""
        return f"brief-{slugify(self.receiver)}-{self.dated.isoformat()}.pdf"

    def text(self) -> str:
        """Return it as plain text, for an e-mail."""
        return "\n\n".join((GREETING, *self.paragraphs, f"{CLOSING}\n\n" + "\n".join(self.signed))) + "\n"

    def paper(self) -> Paper:
        """Return it as a paper, to set as PDF."""
        return Paper(
            title=self.subject,
            on=self.dated,
            lead=f"Aan {self.receiver}, {formatting.day(self.dated)}",
            blocks=tuple(map(Paragraph, (GREETING, *self.paragraphs, CLOSING, *self.signed))),
            foot=f"{self.subject} · {self.receiver}",
        )


GREETING, CLOSING = "Geachte heer of mevrouw,", "Met vriendelijke groet,"


def letter(line: QuestionLine) -> Letter:
    """Return the letter that tells who asked what both parties decided. Source: 5b, B1-6."""
    inside = line.scope.outcome == rules.INSIDE
    grounds = dict.fromkeys(clause for one in line.scope.voices for clause in one.clauses)
    covenant, where = covenants.covenant(), "binnen" if inside else "buiten"
    parties = " en ".join(covenant.party(kind).name for kind in access.VOICES)
    with override("nl"):
        clauses = ", ".join(map(clause_name, grounds))
        signed = tuple(mandate_name(one.mandate) for one in line.scope.voices)
    paragraphs = [
        f"U vroeg ons op {formatting.day(line.happened_on)}: “{line.text}”",
        f"{parties} hebben samen besloten dat deze vraag {where} het convenant valt.",
        f"Dat besluit rust op {clauses}.",
        *(f"Toelichting: {one.reason}" for one in line.scope.voices if one.reason),
        _WAYS["inside" if inside else line.scope.route],
        "Hebt u vragen over dit besluit? Neem dan contact op met een van ons beiden.",
    ]
    return Letter(
        line.organisation_name,
        f"Uw kennisvraag valt {where} het convenant",
        tuple(dict.fromkeys(paragraphs)),
        signed,
        line.scope.decided_on or line.happened_on,
    )


_WAYS = {
    "inside": "Dit betekent dat uw vraag wordt opgepakt binnen de bijdrage die u al betaalt.",
    "own-account": (
        "Dit betekent dat het werk voor uw eigen rekening is. Wilt u daarmee verder, dan krijgt u eerst een"
        " offerte. U zit nergens aan vast."
    ),
    "supplementary": (
        "Wij stellen voor om aanvullende afspraken met u te maken, apart van het convenant. Daarvoor krijgt u"
        " een voorstel. U zit nergens aan vast."
    ),
    "third-party": (
        "Wij stellen voor dat een andere organisatie dit werk doet. Wie dat is en onder welke voorwaarden,"
        " spreken wij met u af voordat het werk begint."
    ),
    "": "Wij nemen contact met u op over hoe het verder gaat met uw vraag.",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """The letter to one person. ``sent`` says where it stands once it was made ready."""

    receiver: str
    key: str
    sent: post.Line | None = None


def copies(line: QuestionLine, at: datetime) -> tuple[Copy, ...]:
    """Return who gets the letter: a city's contact persons, or who speaks for the party that asked.

    A key names the decision: parties that decide anew write anew. Three queries.
    """
    receivers = _receivers([line], day_of(at))[line.id]
    sent = post.by_key(receivers, at)
    return tuple(Copy(address, key, sent.get(key)) for key, address in receivers.items())


def unsent(view: AsOf, reader: Actor, at: datetime) -> tuple[QuestionLine, ...]:
    """Return the questions outside the covenant of which not everybody was written yet. Seven queries."""
    return _unsent(view, reader, day_of(at))


@while_unchanged(most=6)
def _unsent(view: AsOf, reader: Actor, on: date) -> tuple[QuestionLine, ...]:
    outside = queries.questions(view, reader, queries.Wanted(outside=True))
    receivers = _receivers(outside, on)
    made = post.made(key for some in receivers.values() for key in some)
    return tuple(one for one in outside if not receivers[one.id] or receivers[one.id].keys() - made)


def _receivers(lines: Sequence[QuestionLine], on: date) -> dict[int, dict[str, str]]:
    """Return per question the address of everybody who gets the letter, by the letter's key."""
    if not lines:
        return {}
    people: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for one in network.mandates(AsOf(on)):
        if one.email and one.person_id:
            people[one.organisation, one.role][one.person_id] = one.email
    keys: dict[int, dict[str, str]] = {}
    for line in lines:
        role = access.VOICES.get(line.organisation_kind, "contactpersoon")
        decision = "-".join(str(one.id) for one in line.scope.voices)
        receivers = people[line.organisation, role]
        keys[line.id] = {
            f"{KIND}/{line.id}/{decision}/{person}": address for person, address in receivers.items()
        }
    return keys

"""What each verb of the journal says, and how the facts of a line are read."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kennispact.doors.portal.manage import words
from kennispact.ground.kit.words import N_
from kennispact.ground.look import sentences

GROUPS = {
    "agreement": N_("Agreements"),
    "decision": N_("Decisions"),
    "extra": N_("Extra contributions"),
    "settlement": N_("Surplus"),
    "document": N_("Documents"),
    "network": N_("Network"),
    "person": N_("People"),
    "calendar": N_("Calendar"),
    "question": N_("Questions"),
    "joint": N_("Joint questions"),
    "link": N_("Links between questions"),
    "thesaurus": N_("Words of the field"),
    "product": N_("Products"),
    "invoice": N_("Invoices"),
    "invoicing": N_("Details for invoices"),
    "delivery": N_("Sending invoices"),
    "access": N_("Access"),
    "post": N_("Letters"),
    "payment": N_("Payments"),
    "nota": N_("Proposals for the college"),
    "usage": N_("Figures of use"),
    "drafting": N_("Word file of the agreement"),
    "papers": N_("Papers"),
}
VERBS = {
    "agreement.drafted": N_("An agreement was drafted."),
    "agreement.sent": N_("The agreement was sent."),
    "agreement.college-decided": N_("The college decided about the agreement."),
    "agreement.signed-by-city": N_("The city signed the agreement."),
    "agreement.signed-by-partner": N_("The partner signed the agreement."),
    "agreement.registered": N_("The agreement was registered."),
    "agreement.reminded": N_("A city was reminded of its agreement."),
    "agreement.step-struck": N_("A step of the agreement was struck."),
    "agreement.notice-given": N_("A notice was entered."),
    "agreement.notice-withdrawn": N_("The withdrawal of a notice was entered."),
    "agreement.notice-struck": N_("A notice was struck."),
    "decision.consent": N_("A consent was entered."),
    "decision.decision": N_("A decision was entered."),
    "decision.statement": N_("A statement was entered."),
    "decision.struck": N_("A decision was struck."),
    "extra.proposed": N_("Something extra was proposed."),
    "extra.consented": N_("A city consented to pay extra."),
    "extra.declined": N_("A city did not consent to pay extra."),
    "extra.struck": N_("A proposal for something extra was struck."),
    "settlement.proposed": N_("A surplus was proposed."),
    "settlement.carried-out": N_("A surplus was set off."),
    "settlement.struck": N_("A proposal about a surplus was struck."),
    "document.received": N_("A document was received."),
    "document.openness-decided": N_("It was decided who may read a document."),
    "document.damaged": N_("A file was found damaged."),
    "document.struck": N_("A document was struck."),
    "network.organisation-registered": N_("An organisation was entered."),
    "network.organisation-corrected": N_("The facts of an organisation were corrected."),
    "network.baseline-imported": N_("The first data were brought in."),
    "network.city-joined": N_("A city joined the network."),
    "network.city-left": N_("A city left the network."),
    "network.membership-struck": N_("A change of membership was struck."),
    "network.appointed": N_("Somebody got a role."),
    "network.mandate-ended": N_("A role was ended."),
    "network.mandate-struck": N_("A role was struck."),
    "network.mandate-end-struck": N_("The end of a role was struck."),
    "network.population-recorded": N_("A number of inhabitants was entered."),
    "network.population-struck": N_("A number of inhabitants was struck."),
    "network.populations-imported": N_("Numbers of inhabitants were brought in."),
    "person.invited": N_("Somebody was invited."),
    "person.corrected": N_("Somebody's details were corrected."),
    "person.deactivated": N_("Somebody's access was ended."),
    "person.reactivated": N_("Somebody got access again."),
    "person.erased": N_("Somebody's data were erased."),
    "person.second-factor-reset": N_("Somebody's second step was removed."),
    "person.identity-linked": N_("Somebody linked the account of the employer."),
    "person.password-set": N_("Somebody set a password."),
    "person.signed-in": N_("Somebody signed in."),
    "person.signed-out": N_("Somebody signed out."),
    "person.session-ended": N_("A session ended by itself."),
    "person.sessions-ended": N_("Sessions were ended."),
    "person.sign-in-failed": N_("Signing in failed."),
    "person.sign-in-refused": N_("Signing in was refused."),
    "invoice.issued": N_("An invoice was made."),
    "invoice.credited": N_("An invoice was credited."),
    "invoice.paper-made": N_("An invoice was made in another form."),
    "invoicing.set": N_("A detail for invoices was set."),
    "invoicing.set-struck": N_("A detail for invoices was struck."),
    "delivery.asked": N_("An invoice was going to be sent."),
    "delivery.tried": N_("Sending an invoice was tried."),
    "delivery.asked-again": N_("An invoice is to be sent once more."),
    "delivery.noted": N_("A provider told about an invoice."),
    "calendar.feed-made": N_("A calendar feed was made."),
    "calendar.feed-revoked": N_("A calendar feed was stopped."),
    "nota.section-changed": N_("A part of a proposal was changed."),
    "nota.section-moved": N_("A part of a proposal was moved."),
    "usage.entered": N_("A figure of use was entered."),
    "usage.struck": N_("A figure of use was struck."),
    "drafting.template-set": N_("Another Word file was chosen for the agreements."),
    "drafting.template-struck": N_("A Word file for the agreements was struck."),
    "papers.released": N_("A city released its papers."),
    "post.queued": N_("A letter was made ready."),
    "post.sent": N_("A letter was sent."),
    "post.given-up": N_("A letter could not be delivered."),
    "post.uncertain": N_("It is not sure whether a letter arrived."),
    "post.bounced": N_("A letter came back."),
    "post.bounce-struck": N_("It was struck that a letter came back."),
    "post.sent-again": N_("A letter will be sent again."),
    "post.forgotten": N_("Addresses and texts of old letters were removed."),
    "joint.proposed": N_("A joint question was proposed."),
    "joint.replied": N_("A city joined a joint question, or did not."),
    "joint.withdrawn": N_("A joint question was withdrawn."),
    "joint.closed": N_("A joint question was closed."),
    "joint.ending-struck": N_("The end of a joint question was struck."),
    "question.asked": N_("A question was asked."),
    "question.not-needed": N_("Somebody found an answer and did not ask."),
    "question.themes-chosen": N_("The themes of a question were chosen."),
    "question.document-added": N_("A document was added to a question."),
    "question.opened": N_("A question was opened to all cities."),
    "question.withdrawn": N_("A question was withdrawn."),
    "question.closed": N_("A question was closed."),
    "question.turn-struck": N_("An opening, withdrawal or closing of a question was struck."),
    "question.sharpened": N_("Sharper words for a question were proposed."),
    "question.wording-agreed": N_("Somebody agreed with sharper words."),
    "question.scope-voiced": N_("A party said whether a question falls within the covenant."),
    "question.letter-sent": N_("Who asked was written what both parties decided of a question."),
    "question.voice-struck": N_("What a party said of a question was struck."),
    "question.answered": N_("A question was answered."),
    "question.answer-judged": N_("It was said whether an answer helped."),
    "question.answer-struck": N_("An answer was struck."),
    "question.verdict-struck": N_("It was struck that an answer helped, or did not."),
    "link.judged": N_("Somebody said whether a suggestion belongs to a question."),
    "link.judged-anew": N_("Somebody changed what they said of a suggestion."),
    "thesaurus.words-added": N_("Words of the field were added."),
    "thesaurus.words-struck": N_("Words of the field were taken away."),
    "product.registered": N_("A product was entered."),
    "product.corrected": N_("A product was corrected."),
    "product.struck": N_("The facts of a product were struck."),
    "product.withdrawn": N_("A product was withdrawn."),
    "product.withdrawal-struck": N_("The withdrawal of a product was struck."),
    "product.kind-added": N_("A kind of product was added."),
    "product.imported": N_("Products were brought in."),
    "payment.statement-imported": N_("A bank statement was brought in."),
    "payment.statement-struck": N_("A bank statement was struck."),
    "payment.matched": N_("Money was put on an invoice."),
    "payment.match-struck": N_("Money was taken off an invoice."),
    "payment.set-aside": N_("A booking was set aside: not for the covenant."),
    "payment.set-off": N_("What a city paid too much was set off."),
    "payment.set-off-struck": N_("A set-off of what was paid too much was undone."),
    "payment.reminded": N_("A city was reminded of what is open."),
    "access.refused": N_("Somebody asked for what they may not see or do."),
}


def _day(text: str) -> str:
    try:
        return words.written(date.fromisoformat(text))
    except ValueError:
        return text


# The facts that people read, in this order. What is not here is in the export.
FACTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "name": (N_("name"), str),
    "role": (N_("role"), words.role_name),
    "theme": (N_("theme"), words.theme_name),
    "since": (N_("from"), _day),
    "until": (N_("up to and including"), _day),
    "last_day": (N_("last day"), _day),
    "happened_on": (N_("counts for"), _day),
    "reference_on": (N_("reference date"), _day),
    "inhabitants": (N_("inhabitants"), str),
    "occurrence": (N_("about"), str),
    "sessions": (N_("devices"), str),
    "path": (N_("address"), str),
    "why": (N_("why"), str),
}


def said(verb: str) -> str:
    """Return what happened, in the reader's language; a verb that is not known says itself."""
    return sentences.told(VERBS[verb]) if verb in VERBS else verb


def choices() -> list[tuple[str, Any]]:
    """Return the verbs for a filter, each group under its heading, in the reader's language."""
    return _choices(get_language())


@lru_cache(maxsize=4)
def _choices(_language: str | None) -> list[tuple[str, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {group: [] for group in GROUPS}
    for verb in VERBS:
        groups[verb.partition(".")[0]].append((verb, said(verb).removesuffix(".")))
    return [(sentences.told(GROUPS[group]), found) for group, found in groups.items()]


def details(facts: Mapping[str, Any]) -> str:
    """Return the facts that people read: ``role: secretary of the network; from: 1 March 2023``."""
    return "; ".join(_details(facts))


def _details(facts: Mapping[str, Any]) -> Iterator[str]:
    for fact, (label, shown) in FACTS.items():
        value = facts.get(fact)
        if isinstance(value, str | int) and value != "":
            yield f"{_(label)}: {shown(str(value))}"

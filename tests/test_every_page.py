"""R12, R23: every address x every role; no answer shows another city's own; as many queries for 41 cities as for 2.

An address without a row in the table fails; unknown is denied.

The table is ``access_matrix.txt``: an address name, the method, and the expected status per role. To see what a new
address answers: ``KENNISPACT_MATRIX=show pytest tests/test_every_page.py -s``. Then judge it line by line.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kennispact.ground import clock
from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.ground.post import commands as post
from kennispact.ground.post.gateway import Delivery
from kennispact.ground.post.models import Letter
from kennispact.ground.post.rules import Result
from kennispact.pact.agreements.tests import make as agreements
from kennispact.pact.delivery import commands as delivery
from kennispact.pact.delivery.models import Dispatch
from kennispact.pact.drafting import commands as drafting_commands
from kennispact.pact.drafting import package
from kennispact.pact.drafting.tests import make as drafting
from kennispact.pact.drafting.tests import test_templates as drafting_templates
from kennispact.pact.drafting.wording import STANDARD
from kennispact.pact.invoicing.models import Setting
from kennispact.pact.invoicing.tests import make as invoicing
from kennispact.pact.payments import transfers, uploads
from kennispact.pact.payments.models import BankEntry, Match
from kennispact.pact.payments.tests import make as payments
from kennispact.pact.settlement.tests import make as settlement
from kennispact.pact.supplementary.tests import make as supplementary
from kennispact.programme.finding import commands as finding
from kennispact.programme.joint import commands as joining
from kennispact.programme.products.rules import PARTIES
from kennispact.programme.products.tests import make as products
from kennispact.programme.questions import commands as asking
from kennispact.programme.questions.tests import make as questions
from kennispact.registers.decisions import commands as decisions
from kennispact.registers.decisions.rules import Subject
from kennispact.registers.documents.models import Document
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Mandate, Membership
from kennispact.registers.network.tests import make
from kennispact.review.calendar import commands as calendar

TABLE = Path(__file__).with_name("access_matrix.txt")
# Who knocks: the visitor, somebody without a mandate, another city, and everybody else who takes part.
ROLES = {
    "visitor": None,
    "stranger": None,
    "other-city": ("contactpersoon", "GM0034"),
    "own-city": ("contactpersoon", "GM0150"),
    "secretary": ("secretaris", "g40"),
    "manager": ("relatiemanager", "platform31"),
    "finance": ("financiele-administratie", "platform31"),
    "director": ("directeur", "platform31"),
    "board": ("dagelijks-bestuur", "g40"),
}


def rows() -> dict[tuple[str, str], list[str]]:
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if words:
            found[words[0], words[1]] = words[2:]
    return found


def addresses(resolver=None, prefix="") -> dict[str, list[str]]:
    """Return every named address with the names of its parts; an address without a name is a fault."""
    found = {}
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            space = f"{one.namespace}:" if one.namespace else ""
            found |= addresses(one, prefix + space)
        elif isinstance(one, URLPattern):
            assert one.name, f"{one.pattern} has no name"
            found[prefix + one.name] = list(one.pattern.converters)
    return found


@pytest.fixture
def world(db):
    return build(2)


def build(cities: int) -> dict:
    """Make a world in which every address has something to show."""
    make.baseline(cities)
    agreement = agreements.registered("GM0150")
    file = Document.objects.get(organisation="GM0150")
    for city in network.organisations("city"):
        if city.key != "GM0150":
            agreements.registered(city.key, file=file)
    notice = agreements.notice(agreement, date(2024, 3, 1), date(2024, 3, 2))
    decision = decisions.decide(
        body=network.organisation("g40"),
        role="dagelijks-bestuur",
        subject=Subject("4f", "plan-adopted", "2024"),
        title="Jaarplan 2024",
        happened_on=date(2024, 3, 14),
        by=SYSTEM,
        at=agreements.at(date(2024, 3, 15)),
    )
    invoicing.supplier()
    invoicing.order_numbers()
    invoicing.run()
    invoicing.order_numbers(2024)
    delivery.ask(invoices=[invoicing.deventer()], by=SYSTEM, at=invoicing.AT)
    people = {"stranger": make.person("vreemde")}
    for name, held in ROLES.items():
        if held:
            people[name] = make.mandate(*held).person
    secretary = network.actor_for(people["secretary"], date(2025, 6, 1))
    token = calendar.make_feed(language="nl", by=secretary, at=agreements.at(date(2025, 6, 1)))
    letter = returned_letter(secretary)
    papers = released_papers(people["own-city"])
    own = Mandate.objects.get(person=people["own-city"])
    # Established by both, so that the city sees its own share.
    surplus = settlement.proposed(GM0150="shares")
    settlement.agreed(surplus)
    extra = supplementary.proposed("GM0034")
    supplementary.agreed(extra)
    return {
        "extra": extra.pk,
        **questions_of(
            *(network.actor_for(people[one], questions.DAY) for one in ("own-city", "secretary", "manager"))
        ),
        **payments_of(network.actor_for(people["finance"], date(2025, 6, 1))),
        "surplus": surplus.pk,
        "product": products.product(audience=PARTIES).key,
        "people": people,
        "key": "GM0150",
        "document": Document.objects.filter(organisation="GM0150").first().pk,
        "step": agreement.steps.last().pk,
        "notice": notice.pk,
        "decision": decision.pk,
        "mandate": own.pk,
        "person": people["own-city"].pk,
        "membership": Membership.objects.filter(city__key="GM0150").get().pk,
        "token": token,
        "letter": letter,
        "setting": Setting.objects.first().pk,
        "invoice": invoicing.deventer().text,
        **papers,
        "dispatch": Dispatch.objects.get().pk,
    }


def released_papers(person) -> dict[str, int]:
    """Fill in Deventer's proposal, release it, choose a Word file, and return their numbers."""
    day = date(2025, 6, 2)
    drafting.section("financien", day=day, text="Uit de post netwerken.")
    usage = drafting.used("projects", 3)
    own = drafting_commands.set_template(
        document=drafting_templates.received((STANDARD / "overeenkomst.docx").read_bytes()),
        happened_on=day,
        by=SYSTEM,
        at=agreements.at(day),
    )
    contact = network.actor_for(person, day)
    city = network.organisation("GM0150")
    release = package.release(city=city, by=contact, at=agreements.at(day))
    return {"usage": usage.pk, "template": own.pk, "release": release.pk}


def overpaid_of(city: str) -> int:
    """Let a city pay too much for 2023 and set that off against 2025; return the number of the set-off."""
    invoicing.set_of(city, "order_number", "4500000025", 2025)
    invoicing.run(2025)
    payments.bring(payments.paper(payments.one(5_000_000, "B0", name="Betaler van Almere"), id="2023-054"))
    payments.put(BankEntry.objects.get(), 5_000_000, city, beyond=True)
    (made,) = transfers.set_off_overpayment(city=network.organisation(city), by=SYSTEM, at=payments.AT)
    return made.pk


def payments_of(finance: Actor) -> dict[str, int | str]:
    """Bring in a statement with a payment that is matched and one that is not; hand over the next one."""
    transfer = overpaid_of("GM0034")
    first = payments.paper(
        payments.one(100_000, reference=payments.reference(), name="Betaler van Deventer"),
        payments.one(841_245, "B2", text=payments.claim().item),
    )
    payments.bring(first)
    files = [payments.File("volgend.xml", payments.after(first, payments.one(5, "B3")).xml())]
    return {
        "entry": BankEntry.objects.last().pk,
        "match": Match.objects.last().pk,
        "transfer": transfer,
        "statement": BankEntry.objects.last().statement_id,
        "upload": uploads.hand_over(files=files, by=finance, at=clock.now()),
    }


def returned_letter(by) -> int:
    """Queue a letter that the mail server refuses, and return its number."""
    at = agreements.at(date(2025, 6, 1))
    post.queue(
        kind="agreement-reminder",
        key="reminder/GM0150",
        receiver="contactpersoon-gm0150@example.org",
        organisation="GM0150",
        subject="De overeenkomst van Deventer",
        text="Wij wachten op het besluit.",
        by=by,
        at=at,
    )
    post.send_waiting(by=SYSTEM, now=lambda: at, carrier=lambda *_: Delivery(Result.REJECTED, "550"))
    return Letter.objects.get().pk


def questions_of(city: Actor, secretary: Actor, manager: Actor) -> dict[str, int]:
    """Ask something in confidence, with sharper words and an answer; teach the program a word.

    One question falls outside the covenant, and one is joined.
    """
    now = {"happened_on": questions.DAY, "at": questions.AT}
    question = questions.question(city, "Wat kost het zwijgende zwembad van Deventer?", in_confidence=True)
    words = asking.sharpen(
        question=question,
        text="Wat kost een zwijgend zwembad?",
        organisation=network.organisation("g40"),
        by=secretary,
        **now,
    )
    answer = asking.answer(
        question=question,
        kind="session",
        text="Het zwijgende zwembad",
        organisation=network.organisation("g40"),
        by=secretary,
        **now,
    )
    term = finding.add_term(concept="warmtenet", words=["stadspijp"], themes=[], by=secretary, **now)
    decided = questions.question(city, "Hoe verft Deventer zijn eigen brug?")
    for one in (secretary, manager):
        questions.voice(decided, one, "outside")
    shared = joining.join_question(
        question=questions.question(city, "Wie deelt zijn buurtbus met ons?"),
        organisation=network.organisation("GM0150"),
        by=city,
        **now,
    )
    ended = joining.join_question(
        question=decided, organisation=network.organisation("GM0150"), by=city, **now
    )
    joining.close_joint(joint=ended, why="Klaar", by=city, **now)
    turn = asking.close_question(question=decided, why="Klaar", by=city, **now)
    verdict = asking.judge_answer(answer=answer, helped=True, by=city, **now)
    voice = questions.voice(question, secretary)
    return {
        "decided": decided.pk,
        "ended": ended.pk,
        "turn": turn.pk,
        "joint": shared.pk,
        "question": question.pk,
        "wording": words.pk,
        "answer": answer.pk,
        "verdict": verdict.pk,
        "voice": voice.pk,
        "term": term.pk,
    }


OF_A_QUESTION = (
    "show_question",
    "judge_link",
    "decide_scope",
    "choose_themes",
    "sharpen_question",
    "answer_question",
    "attach_document",
    "open_question",
    "join_question",
    "withdraw_question",
    "close_question",
)
OF_A_DECISION = ("show_scope_letter", "save_scope_letter", "send_scope_letter")
OF_AN_EXTRA = ("show_extra", "export_answers", "agree_to_extra", "strike_extra", "invoice_extra")
OF_A_SURPLUS = ("show_surplus", "export_shares", "agree_to_surplus", "carry_out_surplus", "strike_surplus")
OF_AN_ENTRY = ("show_entry", "match_entry", "set_entry_aside")
OF_A_STATEMENT = ("show_statement", "export_statement", "strike_statement")
# What fills the parts of an address, where it is not the same everywhere.
PARTS = {
    **{name: {"pk": "entry"} for name in OF_AN_ENTRY},
    **{name: {"pk": "statement"} for name in OF_A_STATEMENT},
    "strike_match": {"pk": "match"},
    "strike_transfer": {"pk": "transfer"},
    "confirm_statement": {"token": "upload"},
    "show_clause": {"key": "4f"},
    "show_theme": {"key": "duurzaamheid"},
    "download_document": {"pk": "document"},
    "decide_openness": {"pk": "document"},
    "strike_document": {"pk": "document"},
    "strike_step": {"pk": "step"},
    "strike_notice": {"pk": "notice"},
    "strike_decision": {"pk": "decision"},
    "end_mandate": {"pk": "mandate"},
    "strike_mandate": {"pk": "mandate"},
    "record_decision": {"obligation": "plan-adopted", "occurrence": "2025"},
    "feed": {"token": "token"},
    "correct_person": {"pk": "person"},
    **{name: {"key": "product"} for name in ("show_product", "correct_product", "withdraw_product")},
    "strike_usage": {"pk": "usage"},
    "strike_template": {"pk": "template"},
    "download_release": {"pk": "release"},
    "download_package": {"variant": "public"},
    "save_paper": {"kind": "nota", "form": "docx"},
    **{name: {"section": "financien"} for name in ("change_section", "move_section")},
    **{name: {"pk": "letter"} for name in ("show_letter", "send_again", "mark_bounced", "strike_bounce")},
    "strike_membership": {"pk": "membership"},
    "show_joint": {"pk": "joint"},
    "reply_to_joint": {"pk": "joint"},
    **{name: {"pk": "joint"} for name in ("withdraw_joint", "close_joint")},
    "strike_joint_ending": {"pk": "ended"},
    "agree_wording": {"pk": "wording"},
    "judge_answer": {"pk": "answer"},
    "strike_turn": {"pk": "turn"},
    "strike_answer": {"pk": "answer"},
    "strike_verdict": {"pk": "verdict"},
    "strike_voice": {"pk": "voice"},
    "strike_words": {"pk": "term"},
    **{name: {"pk": "question"} for name in OF_A_QUESTION},
    **{name: {"pk": "decided"} for name in OF_A_DECISION},
    **{name: {"pk": "surplus"} for name in OF_A_SURPLUS},
    **{name: {"pk": "extra"} for name in OF_AN_EXTRA},
    "reply_to_extra": {"pk": "extra", "key": "GM0034"},
    "strike_setting": {"pk": "setting"},
    "show_invoice_run": {"year": 2023},
    "list_dispatches": {"year": 2023},
    "send_invoices": {"year": 2024},
    "send_invoice_again": {"pk": "dispatch"},
    "export_auditfile": {"year": 2023},
    "show_statement": {"key": "key"},
    "issue_invoices": {"year": 2024},
    "download_paper": {"form": "pdf"},
}
GENERAL = {
    "key": "key",
    "number": "invoice",
    "profile": "nlcius",
    "form": "csv",
    "pk": "person",
    "token": "token",
    "year": 2024,
    "provider_id": "x",
}


def filled(name: str, parts: list[str], world: dict) -> str:
    chosen = {part: PARTS.get(name, {}).get(part, GENERAL.get(part, part)) for part in parts}
    return reverse(name, kwargs={part: world.get(value, value) for part, value in chosen.items()})


def knock(world: dict, role: str, method: str, url: str) -> str:
    """Return what somebody gets; whatever it changed is undone, so that everybody finds the same world."""
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        person = world["people"].get(role)
        if person:
            client.force_login(person)
        answer = getattr(client, method.lower())(url)
        transaction.set_rollback(True)
    if answer.status_code == 302 and "/sign-in/?next=" in answer.url:
        return "door"
    return str(answer.status_code)


# Signing in keeps its own door and has its own tests; what a visitor may see there is theirs to prove.
OWN_DOOR = ("account_", "mfa_", "people_", "openid_", "socialaccount_", "set_language", "exercise_sign_in")


def test_every_address_has_its_row_and_no_row_is_left_over():
    names = {name for name in addresses() if not name.startswith(OWN_DOOR)}
    told = {name for name, _ in rows()}
    assert names - told == set(), "an address without a row is open to nobody: judge it"
    assert told - names == set()


def test_every_address_answers_everybody_as_the_table_says(world):
    parts, wrong = addresses(), []
    for (name, method), expected in rows().items():
        url = filled(name, parts[name], world)
        found = [knock(world, role, method, url) for role in ROLES]
        if found != expected:
            wrong.append((name, method, dict(zip(ROLES, found, strict=True)), expected))
    assert wrong == []


@pytest.mark.skipif(os.environ.get("KENNISPACT_MATRIX") != "show", reason="only to fill the table")
def test_show(world):
    for name, parts in sorted(addresses().items()):
        if not name.startswith(OWN_DOOR):
            for method in ("GET", "POST"):
                url = filled(name, parts, world)
                print(f"{name:<24} {method:<4}", *(f"{knock(world, role, method, url):<5}" for role in ROLES))


# What is Deventer's alone: its amount in either language, who acts for it, its papers.
ITS_OWN = (
    "15.216,90",
    "15,216.90",
    "15216.90",
    "18.412,45",
    "contactpersoon-gm0150",
    "brief.pdf",
    "Opzegging van Deventer",
    "zwijgend",  # what it asks in confidence
    "Betaler van Deventer",
    payments.DEVENTER,
)


def test_nothing_of_a_city_is_in_any_answer_to_another_city(world):
    seen = []
    for name, parts in addresses().items():
        if name.startswith((*OWN_DOOR, "look:")):  # the look shows made-up examples only
            continue
        for form in ("csv", "json") if "form" in parts else ("",):
            url = filled(name, parts, {**world, "token": "none", "csv": form})
            client = Client(raise_request_exception=False)
            client.force_login(world["people"]["other-city"])
            text = client.get(url).content.decode(errors="replace")
            seen += [(name, secret) for secret in ITS_OWN if secret in text]
    assert seen == []


def asked(world: dict, role: str) -> dict[str, int]:
    """Return how many SQL queries each page takes that opens for this role, when it is warm."""
    client = Client()
    client.force_login(world["people"][role])
    column, found = list(ROLES).index(role), {}
    for (name, method), expected in rows().items():
        if method == "GET" and expected[column] == "200":
            url = filled(name, addresses()[name], world)
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200, url
            found[name] = len(queries)
    return found


@pytest.mark.parametrize("role", ["secretary", "own-city"])
def test_every_page_takes_as_many_queries_for_41_cities_as_for_2(db, role):
    world = build(2)
    few = asked(world, role)
    make.baseline(41)
    file = Document.objects.filter(organisation="GM0150").first()
    for city in network.organisations("city"):
        if not city.agreements.exists():
            agreements.registered(city.key, file=file)
    # More cities were always members: what was released before can no longer be made the same.
    world |= released_papers(world["people"]["own-city"])
    assert asked(world, role) == few


def test_a_page_without_a_mark_is_refused_to_everybody(world, settings):
    settings.ROOT_URLCONF = __name__
    for role in ROLES:
        assert knock(world, role, "GET", "/unmarked/") in {"403", "door"}


def unmarked(request):
    raise AssertionError("nobody may come here")


def _more():
    from django.urls import include, path

    return [path("unmarked/", unmarked, name="unmarked"), path("", include("kennispact.config.urls"))]


urlpatterns = _more()

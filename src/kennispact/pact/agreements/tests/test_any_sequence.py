"""R7: after any sequence of acts the product agrees with a small model, and the known past stays as it was."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf, end_of
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.agreements import commands, queries
from kennispact.pact.agreements.models import Agreement, Notice, Step
from kennispact.pact.agreements.tests import make
from kennispact.registers.network import queries as network
from kennispact.registers.network.tests import make as network_make

pytestmark = pytest.mark.django_db
BEGIN, END = date(2022, 12, 21), date(2028, 2, 1)
days = st.integers(0, (END - BEGIN).days).map(lambda n: BEGIN + timedelta(days=n))
KINDS = ("drafted", "sent", "college-decided", "signed-by-city", "signed-by-partner", "registered")


class Model:
    """The agreement in plain Python: a list of (what, happened_on, entered, struck)."""

    def __init__(self):
        self.acts = []

    def seen(self, on, known, what=None):
        return [
            act
            for act in self.acts
            if act["on"] <= on
            and act["entered"] <= known
            and (act["struck"] is None or act["struck"] > known)
            and (what is None or act["what"] == what)
        ]

    def answer(self, on, known):
        """Return (in force on that day, first day without agreement)."""
        here = self.seen(on, known)
        back = {act["of"] for act in here if act["what"] == "withdrawn"}
        notices = sorted(
            (act["on"], act["id"]) for act in here if act["what"] == "notice" and act["id"] not in back
        )
        end = date(2028, 1, 1)
        if notices:
            day = notices[0][0]
            end = min(end, date(day.year + (1 if (day.month, day.day) < (9, 1) else 2), 1, 1))
        registered = any(act["what"] == "registered" for act in here)
        return registered and date(2023, 3, 1) <= on < end, end


class AnySequence(RuleBasedStateMachine):
    """Enters, withdraws and strikes in any order; asks for any day as known on any day."""

    letter = None

    @initialize()
    def begin(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.city = network.organisation("GM0150")
        self.agreement = Agreement.objects.create(covenant="g40-platform31-2023", city=self.city)
        self.model, self.today, self.remembered = Model(), BEGIN, []

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def enter(self, what, day, act, of=None):
        self.model.acts.append(
            {"what": what, "on": day, "entered": self.today, "struck": None, "id": act.pk, "of": of}
        )

    @rule(step=st.integers(1, 500))
    def time_passes(self, step):
        self.today = min(END, self.today + timedelta(days=step))

    @rule(kind=st.sampled_from(KINDS), day=days)
    def take_step(self, kind, day):
        try:
            step = commands.take_step(
                agreement=self.agreement,
                kind=kind,
                happened_on=day,
                document=self.letter,
                by=SYSTEM,
                at=make.at(self.today),
            )
        except Refused:
            return
        self.enter(kind, day, step)

    @rule(gap=st.integers(0, 40))
    def carry_along(self, gap):
        for kind in KINDS:
            self.take_step(kind, self.today)
        self.today = min(END, self.today + timedelta(days=gap))

    @rule(day=days)
    def give_notice(self, day):
        try:
            notice = commands.give_notice(
                agreement=self.agreement,
                received_on=day,
                giver=self.city,
                letter=self.letter,
                by=SYSTEM,
                at=make.at(self.today),
            )
        except Refused:
            return
        assert day <= self.today
        self.enter("notice", day, notice)

    @rule(day=days)
    def withdraw(self, day):
        try:
            back = commands.withdraw_notice(
                agreement=self.agreement, happened_on=day, by=SYSTEM, at=make.at(self.today)
            )
        except Refused:
            return
        self.enter("withdrawn", day, back, of=back.notice_id)

    @rule(which=st.integers(0, 30))
    def strike(self, which):
        living = [a for a in self.model.acts if a["struck"] is None and a["what"] != "withdrawn"]
        if not living:
            return
        act = living[which % len(living)]
        at = make.at(self.today, 13)
        try:
            if act["what"] == "notice":
                notice = Notice.objects.get(pk=act["id"])
                commands.strike_notice(notice=notice, why="vergissing", by=SYSTEM, at=at)
            else:
                step = Step.objects.get(pk=act["id"])
                commands.strike_step(step=step, why="vergissing", by=SYSTEM, at=at)
        except Refused:
            return
        act["struck"] = self.today

    def ask(self, on, known):
        state = queries.dossier(self.agreement, AsOf(on, end_of(known)))
        covenant = make.queries.covenants.covenant()
        found = make.rules.state(state, on, covenant.agreement, covenant.notice)
        return found.holds, found.ends_before

    @rule(on=days, back=st.integers(0, 900))
    def look(self, on, back):
        known = max(BEGIN, self.today - timedelta(days=back))
        if known == self.today:
            # Acts and strikes of today can still come: ask what is settled as well.
            assert self.ask(on, known) == self.model.answer(on, known)
            return
        answer = self.ask(on, known)
        assert answer == self.model.answer(on, known)
        self.remembered.append((on, known, answer))

    @invariant()
    def the_known_past_never_changes(self):
        for on, known, answer in getattr(self, "remembered", [])[-3:]:
            assert self.ask(on, known) == answer


def test_the_product_agrees_with_the_model_after_any_sequence():
    network_make.baseline(2)
    AnySequence.letter = make.paper(network.organisation("GM0150"), BEGIN)
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=60, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

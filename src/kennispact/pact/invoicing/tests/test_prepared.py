"""Nothing gets a number before its paper passed every check."""

from dataclasses import replace

import pytest

from kennispact.ground.kit.refusal import Refused
from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.einvoices.tests import make as einvoices
from kennispact.pact.einvoices.verdicts import Finding, Layer, Outcome, Report
from kennispact.pact.invoicing import numbering

HOLDS = object()  # what was agreed; only the checks look at it


def verdict(*layers):
    return Report("0" * 64, "nlcius", layers)


FINE = Layer("safe", Outcome.PASSED, "ours")
BROKEN = Layer(
    "rules", Outcome.FAILED, "r", (Finding("BR-01", ""), Finding("BR-02", "", fatal=False), Finding("BR-03", ""))
)  # fmt: skip
MISSING = Layer("more", Outcome.NOT_RUN, "r")


@pytest.mark.parametrize(
    ("layers", "told"),
    [
        ((FINE, BROKEN), [("invoice.checks-failed", {"rules": "BR-01, BR-03"})]),
        ((FINE, MISSING), [("invoice.not-checked", {})]),
        ((BROKEN, MISSING), [("invoice.checks-failed", {"rules": "BR-01, BR-03"}), ("invoice.not-checked", {})]),
    ],
)  # fmt: skip
def test_what_did_not_pass_every_check_is_refused_with_the_reason(monkeypatch, layers, told):
    monkeypatch.setattr(numbering.papers, "pdf", lambda facts: b"%PDF-")
    monkeypatch.setattr(numbering.checking, "report_on", lambda *_, **__: verdict(*layers))
    with pytest.raises(Refused) as refused:
        numbering.prepared(einvoices.deventer(), Profile.NLCIUS, HOLDS)
    assert [(one.code, dict(one.facts)) for one in refused.value.refusals] == told


def test_what_passed_is_the_e_invoice_of_these_facts_checked_as_ours(monkeypatch):
    asked = []

    def report_on(xml, agreed, *, ours):
        asked.append((xml, agreed, ours))
        return verdict(FINE, replace(MISSING, required=False))

    facts = einvoices.deventer()
    monkeypatch.setattr(numbering.papers, "pdf", lambda facts: f"%PDF- {facts.number}".encode())
    monkeypatch.setattr(numbering.checking, "report_on", report_on)
    xml, report = numbering.prepared(facts, Profile.NLCIUS, HOLDS)
    assert xml == numbering.ubl.build(facts, Profile.NLCIUS, b"%PDF- G40-2023-0010")
    assert asked == [(xml, HOLDS, True)]
    assert report.passed

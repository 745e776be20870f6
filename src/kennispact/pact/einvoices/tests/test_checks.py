"""Nothing leaves that is a cent, a digit or a rule wrong; and what was not checked was not passed."""

import base64
import io
import socket
import threading
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pytest

from kennispact.ground.kit import worker
from kennispact.pact.einvoices import checking, dutch, gateway, papers, reading
from kennispact.pact.einvoices.document import Document
from kennispact.pact.einvoices.facts import Allowance, Kind, Profile, from_plain, to_plain
from kennispact.pact.einvoices.gateway import Worker
from kennispact.pact.einvoices.tests import make
from kennispact.pact.einvoices.verdicts import Layer, Outcome, Report

BOTH = list(Profile)
NOTHING_AGREED = lambda document: None  # noqa: E731


@pytest.fixture(scope="module", autouse=True)
def _worker():
    yield
    gateway.official_rules().stop()


def check(xml):
    return checking.report_on(xml, lambda document: (), ours=True)


def changed(xml, *pairs):
    text = xml.decode()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


@pytest.mark.parametrize("profile", BOTH)
@pytest.mark.parametrize("facts", [make.deventer(), make.credit()], ids=["invoice", "credit"])
def test_our_own_invoices_and_credit_notes_pass_every_layer(facts, profile):
    report = check(make.xml(facts, profile))
    assert report.broken == ()
    assert {one.outcome for one in report.layers} == {Outcome.PASSED}
    assert not any(one.findings for one in report.layers), "not even a warning"
    assert all(one.rules for one in report.layers)
    assert {"xsd", "en16931"} <= {one.name for one in report.layers}


def test_a_surplus_lowers_the_price_and_passes():
    net = Decimal("15216.90") - Decimal("731.42")
    facts = make.deventer(
        allowances=(Allowance("Uw deel van het overschot", Decimal("731.42")),),
        net=net,
        vat=Decimal("3041.95"),
        gross=Decimal("17527.43"),
    )
    for profile in BOTH:
        assert check(make.xml(facts, profile)).broken == ()


WRONG = [
    ("no references", Profile.NLCIUS, [("<cbc:BuyerReference>Afdeling Strategie</cbc:BuyerReference>", ""), ("<cac:OrderReference>\n    <cbc:ID>4500012345</cbc:ID>\n  </cac:OrderReference>", "")], "BR-NL-2"),
    ("no references", Profile.PEPPOL, [("<cbc:BuyerReference>Afdeling Strategie</cbc:BuyerReference>", ""), ("<cac:OrderReference>\n    <cbc:ID>4500012345</cbc:ID>\n  </cac:OrderReference>", "")], "PEPPOL-EN16931-R003"),
    ("two notes", Profile.PEPPOL, [("<cbc:DocumentCurrencyCode>", "<cbc:Note>Nog een</cbc:Note><cbc:DocumentCurrencyCode>")], "PEPPOL-EN16931-R002"),
    ("VAT a cent off", Profile.NLCIUS, [('<cbc:TaxAmount currencyID="EUR">3195.55', '<cbc:TaxAmount currencyID="EUR">3195.56'), ('<cbc:TaxAmount currencyID="EUR">3195.55', '<cbc:TaxAmount currencyID="EUR">3195.56'), ("18412.45</cbc:TaxInc", "18412.46</cbc:TaxInc"), ("18412.45</cbc:Pay", "18412.46</cbc:Pay")], "KP-VAT"),
    ("total of VAT", Profile.NLCIUS, [('<cbc:TaxAmount currencyID="EUR">3195.55', '<cbc:TaxAmount currencyID="EUR">3195.56')], "BR-CO-14"),
    ("wrong total", Profile.NLCIUS, [("18412.45</cbc:Pay", "18412.44</cbc:Pay")], "BR-CO-16"),
    ("wrong total", Profile.PEPPOL, [("18412.45</cbc:TaxInc", "18412.44</cbc:TaxInc")], "BR-CO-15"),
    ("wrong total of ours", Profile.NLCIUS, [("18412.45</cbc:Pay", "18412.44</cbc:Pay")], "KP-TOTAL"),
    ("a line a cent off", Profile.NLCIUS, [('currencyID="EUR">15216.90</cbc:LineExtensionAmount>\n    <cac:Item', 'currencyID="EUR">15216.91</cbc:LineExtensionAmount>\n    <cac:Item')], "KP-LINE"),
    ("IBAN digit", Profile.NLCIUS, [(make.IBAN, "NL91ABNA0417164301")], "KP-IBAN"),
    ("RF digit", Profile.NLCIUS, [("<cbc:PaymentID>RF24", "<cbc:PaymentID>RF25")], "KP-RF"),
    ("unknown unit", Profile.NLCIUS, [('<cbc:InvoicedQuantity unitCode="IE"', '<cbc:InvoicedQuantity unitCode="inwoner"')], "BR-CL-23"),
    ("element order", Profile.NLCIUS, [("<cbc:IssueDate>2023-03-01</cbc:IssueDate>\n  <cbc:DueDate>2023-03-31</cbc:DueDate>", "<cbc:DueDate>2023-03-31</cbc:DueDate>\n  <cbc:IssueDate>2023-03-01</cbc:IssueDate>")], "XSD"),
    ("no due date", Profile.NLCIUS, [("<cbc:DueDate>2023-03-31</cbc:DueDate>", "")], "KP-DUE"),
    ("paid before", Profile.NLCIUS, [('<cbc:PayableAmount currencyID="EUR">18412.45', '<cbc:PrepaidAmount currencyID="EUR">731.42</cbc:PrepaidAmount><cbc:PayableAmount currencyID="EUR">17681.03')], "KP-PREPAID"),
    ("no OIN of the buyer", Profile.NLCIUS, [('<cbc:CompanyID schemeID="0190">00000001001932469000</cbc:CompanyID>', "")], "BR-NL-10"),
    ("no KVK of the supplier", Profile.NLCIUS, [('<cbc:CompanyID schemeID="0106">12345678</cbc:CompanyID>', "")], "BR-NL-1"),
    ("no street of the supplier", Profile.NLCIUS, [("<cbc:StreetName>Koningin Julianaplein 10</cbc:StreetName>", "")], "BR-NL-3"),
    ("no street of the supplier", Profile.PEPPOL, [("<cbc:StreetName>Koningin Julianaplein 10</cbc:StreetName>", "")], "NL-R-002"),
    ("no street of the buyer", Profile.NLCIUS, [("<cbc:StreetName>Grote Kerkhof 1</cbc:StreetName>", "")], "BR-NL-4"),
    ("means of payment", Profile.NLCIUS, [("<cbc:PaymentMeansCode>58", "<cbc:PaymentMeansCode>10")], "BR-NL-12"),
    ("type", Profile.NLCIUS, [("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>381")], "BR-NL-7"),
    ("corrective", Profile.NLCIUS, [("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>384")], "BR-NL-9"),
    ("dollars", Profile.NLCIUS, [("<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>USD")], "KP-CURRENCY"),
    ("profile", Profile.NLCIUS, [("nlcius:v1.0", "nlcius:v9.9")], "KP-PROFILE"),
    ("an amount in words", Profile.NLCIUS, [("18412.45</cbc:Pay", "1.8e4</cbc:Pay")], "KP-NUMBER"),
    ("three decimals", Profile.NLCIUS, [("18412.45</cbc:Pay", "18412.450</cbc:Pay")], None),
    ("no VAT number", Profile.NLCIUS, [("<cbc:CompanyID>NL123456789B01</cbc:CompanyID>", "")], "BR-S-02"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "profile", "pairs", "rule"), WRONG, ids=[f"{w[0]} {w[1]}" for w in WRONG])
def test_each_fault_is_refused_under_its_own_id(what, profile, pairs, rule):
    report = check(changed(make.xml(profile=profile), *pairs))
    assert not report.passed
    assert rule is None or rule in report.broken


def test_a_half_cent_of_vat_is_rounded_up():
    line = replace(make.deventer().lines[0], quantity=Decimal(30), net=Decimal("4.50"))
    right = make.deventer(lines=(line,), net=Decimal("4.50"), vat=Decimal("0.95"), gross=Decimal("5.45"))
    even = replace(right, vat=Decimal("0.94"), gross=Decimal("5.44"))
    assert check(make.xml(right)).passed
    assert "KP-VAT" in check(make.xml(even)).broken


def test_recommendations_warn_and_do_not_stop():
    xml = changed(make.xml(), ("<cbc:PaymentMeansCode>58", '<cbc:PaymentMeansCode name="overschrijving">58'))
    report = check(xml)
    assert report.passed
    warned = [finding.rule for layer in report.layers for finding in layer.findings]
    assert "BR-NL-29" in warned


def test_every_dutch_rule_has_its_own_id():
    ids = [rule.id for rule in dutch.RULES]
    assert len(ids) == len(set(ids))
    assert {f"BR-NL-{n}" for n in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13)} <= set(ids)


# ---- files of strangers --------------------------------------------------------------------------


def strange(payload):
    return checking.report_on_strange(payload, NOTHING_AGREED)


def test_a_right_invoice_from_elsewhere_passes_though_nothing_is_agreed_about_it():
    report = strange(make.xml())
    assert report.passed
    (agreed,) = (one for one in report.layers if one.name == "agreed")
    assert agreed.outcome is Outcome.NOT_RUN
    assert agreed.why


def test_entities_are_refused_and_nothing_outside_is_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("G40-9999")
    seen = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(1.0)

        def wait():
            try:
                listener.accept()
                seen.append(1)
            except TimeoutError:
                pass

        watcher = threading.Thread(target=wait)
        watcher.start()
        port = listener.getsockname()[1]
        body = make.xml().decode().split("?>", 1)[1].replace("<cbc:ID>G40-2023-0010", "<cbc:ID>&x;", 1)
        for doctype in (
            f'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file://{secret}">]>',
            f'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "http://127.0.0.1:{port}/">]>',
            f'<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:{port}/x.dtd" [<!ENTITY x "y">]>',
            '<!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        ):
            for encoding in ("utf-8", "utf-16"):
                payload = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{body}'.encode(encoding)
                report = strange(payload)
                assert report.broken == ("KP-XML-DTD",)
                assert "G40-9999" not in str(report.plain())
        watcher.join()
    assert seen == []


@pytest.mark.parametrize(
    ("payload", "rule"),
    [
        (b"", "KP-XML"),
        (b"hello", "KP-XML"),
        (b"<a>" * 3000, "KP-XML"),
        (b"\x00" * 50, "KP-XML"),
        (b"<a/>" + b" " * reading.MOST_BYTES, "KP-XML-SIZE"),
        (b"<a>" + b"<b/>" * (reading.MOST_ELEMENTS + 1) + b"</a>", "KP-XML-SIZE"),
    ],
)
def test_what_is_no_invoice_is_refused(payload, rule):
    assert strange(payload).broken == (rule,)


def test_another_document_is_no_invoice():
    assert "KP-ROOT" in strange(b"<Invoice/>").broken


# ---- failing closed ------------------------------------------------------------------------------


def test_not_run_is_never_passed():
    ran = Layer("exact", Outcome.PASSED, "x")
    skipped = Layer("en16931", Outcome.NOT_RUN, "")
    assert Report("", "nlcius", (ran,)).passed
    assert not Report("", "nlcius", (ran, skipped)).passed
    assert Report("", "nlcius", (ran, replace(skipped, required=False))).passed
    assert not Report("", "nlcius", ()).passed


def test_a_worker_that_is_late_or_dies_has_not_checked(monkeypatch):
    slow = Worker(seconds=0.01)
    layers = slow.layers(make.xml(), Profile.NLCIUS)
    assert {one.outcome for one in layers} == {Outcome.NOT_RUN}
    slow.stop()
    monkeypatch.setattr(worker, "_START", "raise SystemExit(3)")
    dead = Worker()
    layers = dead.layers(make.xml(), Profile.PEPPOL)
    assert [(one.name, one.outcome) for one in layers] == [
        (name, Outcome.NOT_RUN) for name in ("xsd", "en16931", "peppol")
    ]
    assert not Report("", "peppol", layers).passed


def test_a_worker_that_was_killed_is_started_again():
    rules = Worker()
    assert {one.outcome for one in rules.layers(make.xml(), Profile.NLCIUS)} == {Outcome.PASSED}
    rules.worker.process.kill()
    rules.worker.process.wait()
    assert {one.outcome for one in rules.layers(make.xml(), Profile.NLCIUS)} == {Outcome.PASSED}
    rules.stop()


SILENT = """<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
 xmlns:svrl="http://purl.oclc.org/dsdl/svrl"><xsl:template match="/"><svrl:schematron-output>%s
 </svrl:schematron-output></xsl:template></xsl:stylesheet>"""


def test_releases_in_the_operators_folder_are_run_and_count(tmp_path):
    folder = tmp_path / "official, rules"
    (folder / "nlcius").mkdir(parents=True)
    (folder / "nlcius" / "si-ubl.xsl").write_text(
        SILENT
        % '<svrl:fired-rule/><svrl:failed-assert flag="fatal"><svrl:text>[BR-NL-99] no</svrl:text></svrl:failed-assert>'
    )
    (folder / "silent.xsl").write_text(SILENT % "")
    (folder / "broken.xslt").write_text("<this is no stylesheet")
    worker = Worker(str(folder))
    found = {one.name: one for one in worker.layers(make.xml(), Profile.NLCIUS)}
    worker.stop()
    assert [one.rule for one in found["release/nlcius/si-ubl.xsl"].findings] == ["BR-NL-99"]
    assert [one.rule for one in found["release/silent.xsl"].findings] == ["RULES-SILENT"]
    assert [one.rule for one in found["release/broken.xslt"].findings] == ["RULES-ERROR"]
    assert len(found["release/silent.xsl"].sha256) == 64
    assert found["en16931"].outcome is Outcome.PASSED


# ---- the papers ----------------------------------------------------------------------------------


def test_the_same_facts_give_the_same_bytes():
    again = from_plain(to_plain(make.deventer()))
    assert again == make.deventer()
    assert papers.pdf(again) == papers.pdf(make.deventer())
    assert make.xml(again) == make.xml()


def test_only_the_name_of_the_profile_differs():
    one, other = make.xml(profile=Profile.NLCIUS), make.xml(profile=Profile.PEPPOL)
    lines = [pair for pair in zip(one.splitlines(), other.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(lines) == 1
    assert b"CustomizationID" in lines[0][0]


def test_the_readable_invoice_is_inside_and_says_what_the_e_invoice_says(tmp_path):
    document = Document(reading.parsed(make.xml()))
    pdf = base64.b64decode(document.text("//cbc:EmbeddedDocumentBinaryObject"))
    assert pdf == papers.pdf(make.deventer())
    with pikepdf.open(io.BytesIO(pdf)) as read:
        assert str(read.Root.Lang) in {"nl-NL", "nl"}
        meta = read.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")


def test_text_in_the_facts_is_never_read_as_markup():
    odd = make.deventer(note='#read("/etc/passwd") <b> $x$ *a* \\ "', order_number="A&B<C>")
    assert papers.pdf(odd)
    assert check(make.xml(odd)).passed


def test_a_credit_note_names_what_it_credits():
    document = Document(reading.parsed(make.xml(make.credit())))
    assert document.is_credit
    assert document.text("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID") == "G40-2023-0010"
    assert make.credit().kind is Kind.CREDIT

"""What a city hands to its publication platform and its archive."""

import hashlib
import io
import zipfile
from datetime import date

import pytest
from lxml import etree

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.pact.agreements.tests import make as agreements
from kennispact.pact.drafting import metadata, package
from kennispact.pact.drafting.models import Release
from kennispact.pact.drafting.package import Variant
from kennispact.pact.drafting.tests import make
from kennispact.pact.drafting.tests.test_papers import words_of
from kennispact.registers.documents.tests.make import PDF
from kennispact.registers.network import queries as network
from kennispact.registers.network.tests import make as network_make

pytestmark = pytest.mark.django_db
VIEW = AsOf(date(2023, 3, 1))
NS = {"d": "https://standaarden.overheid.nl/diwoo/metadata/", "m": "https://www.nationaalarchief.nl/mdto"}
SIGNED = PDF.replace(b"/Catalog", b"/Catalog/Signed(burgemeester)")


@pytest.fixture(autouse=True)
def _deventer():
    make.world(2)
    city = network.organisation("GM0150")
    file = agreements.documents.receive(
        file=SIGNED,
        name="getekend.pdf",
        organisation="GM0150",
        happened_on=make.ON,
        by=make.SYSTEM,
        at=make.at(),
    )
    agreements.registered(city.key, file=file)
    make.section(
        "financien", text="Gedekt. Vragen aan de heer Van Voorbeeld, v.voorbeeld@deventer.nl of 06-12345678."
    )


def opened(variant, view=VIEW):
    made = package.package("GM0150", variant, view)
    with zipfile.ZipFile(io.BytesIO(made.payload)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_holds_every_paper_with_its_metadata_and_the_dossier():
    parts = opened(Variant.PUBLIC)
    papers = sorted(name for name in parts if name.endswith(".pdf"))
    assert papers == ["besluit-gm0150.pdf", "nota-gm0150.pdf", "overeenkomst-gm0150.pdf"]
    for name in papers:
        assert {f"{name}.diwoo.xml", f"{name}.mdto.xml", f"{name}.bestand.mdto.xml"} <= parts.keys()
    assert {"dossier.mdto.xml", "LEESMIJ.txt", "SHA256SUMS"} <= parts.keys()


@pytest.mark.parametrize("variant", list(Variant))
def test_it_is_the_same_twice(variant):
    assert package.package("GM0150", variant, VIEW) == package.package("GM0150", variant, VIEW)


def test_only_the_archive_gets_the_signed_file():
    assert opened(Variant.ARCHIVE)["overeenkomst-getekend-gm0150.pdf"] == SIGNED
    assert not any(b"Signed" in part for part in opened(Variant.PUBLIC).values())


def test_the_public_variant_names_nobody_and_gives_no_addresses():
    network_make.mandate("contactpersoon", "GM0150")
    network_make.Person.objects.filter(email__startswith="contactpersoon").update(name="Van Voorbeeld")
    open_text = words_of(opened(Variant.PUBLIC, AsOf(date(2025, 7, 1)))["nota-gm0150.pdf"], "pdf")
    assert "Gedekt. Vragen aan de heer [weggelaten], [weggelaten] of [weggelaten]." in open_text
    assert "15.216,90" in open_text
    archived = words_of(opened(Variant.ARCHIVE, AsOf(date(2025, 7, 1)))["nota-gm0150.pdf"], "pdf")
    assert "v.voorbeeld@deventer.nl" in archived


def test_the_woo_metadata_names_publisher_category_and_the_day_of_the_decision():
    parts = opened(Variant.PUBLIC)
    root = etree.fromstring(parts["overeenkomst-gm0150.pdf.diwoo.xml"])
    top = root.find("d:DiWoo", NS)
    assert [etree.QName(one).localname for one in top] == [
        "identifiers",
        "publisher",
        "titelcollectie",
        "classificatiecollectie",
        "creatiedatum",
        "language",
        "format",
        "documenthandelingen",
    ]
    assert (
        top.find("d:publisher", NS).get("resource")
        == "https://identifier.overheid.nl/tooi/id/gemeente/gm0150"
    )
    assert top.find(".//d:informatiecategorie", NS).get("resource").endswith("/c_8fc2335c")
    assert top.find(".//d:atTime", NS).text == "2023-01-10T00:00:00"
    nota = etree.fromstring(parts["nota-gm0150.pdf.diwoo.xml"])
    assert nota.find(".//d:informatiecategorie", NS).get("resource").endswith("/c_3a248e3a")


def test_the_archive_metadata_has_the_required_elements_in_order_and_guesses_nothing():
    parts = opened(Variant.ARCHIVE)
    record = etree.fromstring(parts["nota-gm0150.pdf.mdto.xml"])[0]
    assert [etree.QName(one).localname for one in record] == [
        "identificatie",
        "naam",
        "aggregatieniveau",
        "taal",
        "waardering",
        "isOnderdeelVan",
        "heeftRepresentatie",
        "archiefvormer",
        "beperkingGebruik",
    ]
    assert record.findtext("m:waardering/m:begripLabel", namespaces=NS) == metadata.UNDECIDED
    assert record.findtext(".//m:beperkingGebruikType/m:begripLabel", namespaces=NS) == metadata.UNDECIDED
    file = etree.fromstring(parts["nota-gm0150.pdf.bestand.mdto.xml"])[0]
    payload = parts["nota-gm0150.pdf"]
    assert file.findtext("m:omvang", namespaces=NS) == str(len(payload))
    assert file.findtext(".//m:checksumWaarde", namespaces=NS) == hashlib.sha256(payload).hexdigest()
    dossier = etree.fromstring(parts["dossier.mdto.xml"])[0]
    assert len(dossier.findall("m:bevatOnderdeel", NS)) == 4


def test_the_checksums_are_those_of_the_files():
    parts = opened(Variant.ARCHIVE)
    for line in parts["SHA256SUMS"].decode().splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256(parts[name]).hexdigest() == sha256


def test_the_decision_is_in_the_citys_own_words():
    make.section("besluit", text="1. Mee te doen", title="Voorgesteld besluit", position=3)
    assert "Mee te doen" in words_of(opened(Variant.PUBLIC)["besluit-gm0150.pdf"], "pdf")


def test_nothing_is_released_while_a_part_is_empty_or_the_college_has_not_decided():
    make.section("financien", text="")
    with pytest.raises(Refused) as refused:
        package.package("GM0150", Variant.PUBLIC, VIEW)
    assert [one.code for one in refused.value.refusals] == ["release.empty-section"]
    with pytest.raises(Refused) as refused:
        package.package("GM0034", Variant.PUBLIC, VIEW)
    codes = {one.code for one in refused.value.refusals}
    assert codes == {"release.no-agreement", "release.not-decided", "release.empty-section"}
    assert opened(Variant.ARCHIVE)


def test_the_city_itself_releases_and_what_it_released_can_be_made_again():
    city, at = network.organisation("GM0150"), make.at(date(2023, 4, 1), hour=9)
    for role, organisation in (
        ("relatiemanager", "platform31"),
        ("secretaris", "g40"),
        ("contactpersoon", "GM0034"),
        ("burgemeester", "GM0150"),
    ):
        with pytest.raises(Forbidden):
            package.release(city=city, by=network_make.actor(role, organisation), at=at)
    act = package.release(city=city, by=network_make.actor("contactpersoon", "GM0150"), at=at)
    make.section("financien", text="Later anders.", day=date(2023, 4, 1))
    again = package.released(Release.objects.get())
    assert hashlib.sha256(again.payload).hexdigest() == act.sha256

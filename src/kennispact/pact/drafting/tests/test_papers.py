"""The papers themselves: the same content in every form, exact figures, tagged PDF, the same bytes twice."""

import io
import subprocess
import zipfile
from datetime import date
from itertools import pairwise

import docx
import pikepdf
import pytest
from odfdo import Document as OpenDocument

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.agreements import commands as agreements
from kennispact.pact.agreements import queries as agreement_queries
from kennispact.pact.drafting import papers, queries
from kennispact.pact.drafting.blocks import Items
from kennispact.pact.drafting.tests import make
from kennispact.pact.drafting.typeset import templates
from kennispact.pact.drafting.wording import STANDARD, own_text

pytestmark = pytest.mark.django_db
EVERY = [(kind.value, form.value) for kind in papers.Kind for form in papers.Form]


def words_of(payload, form):
    if form == "pdf":
        done = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=payload, capture_output=True, check=True
        )
        text = done.stdout.decode()
    elif form == "docx":
        document = docx.Document(io.BytesIO(payload))
        lines = [one.text for one in document.paragraphs]
        lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = "\n".join(lines)
    else:
        text = OpenDocument(io.BytesIO(payload)).get_formatted_text()
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def in_order(text, parts):
    place = 0
    for part in parts:
        place = text.index(part, place) + len(part)
    return True


@pytest.mark.parametrize(("kind", "form"), EVERY)
def test_a_paper_made_twice_is_the_same_to_the_byte(kind, form):
    make.world(2)
    make.starting_line()
    assert make.file(kind, form) == make.file(kind, form)


@pytest.mark.parametrize("form", ["docx", "odt", "pdf"])
def test_the_agreement_says_in_every_form_what_the_format_says_article_by_article(form):
    make.world(2)
    text = words_of(make.file("agreement", form), form)
    order = [
        "Artikel 1.",
        "1 maart 2023",
        "31 december 2027",
        "1 september",
        "Artikel 2.",
        "bijlage 1",
        "Artikel 3.",
    ]
    order += [
        "€ 0,15",
        "101.446",
        "1 januari 2022",
        "€ 15.216,90",
        "Artikel 4.",
        "Nederlandse recht",
        "tweevoud",
    ]
    assert in_order(text, order)
    for part in (
        "vóór 1 september",
        "vier maanden",
        "derde deskundige",
        "bevoegde rechter",
        "Grote Kerkhof 1",
    ):
        assert part in text
    assert "burgemeester" in text
    assert "{{" not in text


@pytest.mark.parametrize("form", ["docx", "odt", "pdf"])
def test_the_proposal_holds_the_figures_of_the_register_and_explains_the_other_percentage(form):
    make.world(2)
    make.starting_line()
    text = words_of(make.file("nota", form), form)
    for figure in ("101.446", "15.216,90", "13.187,98", "2.028,92", "15,38%", "85458NED", "01-01-2022"):
        assert figure in text
    for used in ("Projecten (2021)", "Bijeenkomsten (2021)", "Downloads van publicaties (2021)", make.SOURCE):
        assert used in text
    assert "13,33%; dat is een aandeel en geen stijging" in text
    order = ["Besluit", "Inleiding", "Beoogd maatschappelijk resultaat", "Kader", "Betrokken partijen"]
    order += [
        "Argumenten voor en tegen",
        "Financiële consequenties en dekking",
        "Openbaarmaking",
        "Aanpak en",
    ]
    assert in_order(text, order)


def test_the_figures_of_use_are_those_known_on_the_day_and_a_struck_one_is_gone():
    make.world(2)
    make.used("projects", 4)
    figure = make.used("projects", 3)
    before = words_of(make.file("nota", "docx", view=AsOf(make.ON, make.at(date(2022, 12, 20)))), "docx")
    assert "nog geen cijfers" in before
    assert "Projecten (2021) 3 " in words_of(make.file("nota", "docx"), "docx") + " "
    make.commands.strike_usage(figure=figure, why="verkeerd", by=make.SYSTEM, at=make.at())
    assert "Projecten (2021) 4 " in words_of(make.file("nota", "docx"), "docx") + " "


@pytest.mark.parametrize(
    "wrong",
    [{"source": " "}, {"number": -1}, {"year": 2023}, {"kind": "coffee"}, {"happened_on": date(2030, 1, 1)}],
)
def test_a_figure_of_use_that_nobody_can_check_is_refused(wrong):
    make.world(2)
    given = {
        "kind": "projects",
        "year": 2021,
        "number": 3,
        "source": "opgave",
        "happened_on": date(2022, 12, 1),
    }
    with pytest.raises(Refused):
        make.commands.enter_usage(
            city=make.network.organisation("GM0150"), by=make.SYSTEM, at=make.at(), **{**given, **wrong}
        )


def tags_of(payload):
    with pikepdf.open(io.BytesIO(payload)) as pdf:
        found = []

        def walk(node):
            if isinstance(node, pikepdf.Array):
                for kid in node:
                    walk(kid)
            elif isinstance(node, pikepdf.Dictionary):
                if "/S" in node:
                    found.append(str(node.S))
                if "/K" in node:
                    walk(node.K)

        walk(pdf.Root.StructTreeRoot)
        with pdf.open_metadata() as metadata:
            names = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part", "dc:title")
            meta = {name: metadata.get(name) for name in names}
        return (
            found,
            str(pdf.Root.Lang),
            bool(pdf.Root.ViewerPreferences.DisplayDocTitle),
            meta,
            pdf.Root.MarkInfo.Marked,
        )


@pytest.mark.parametrize("kind", ["agreement", "nota"])
def test_the_pdf_is_tagged_titled_in_dutch_and_for_the_archive(kind):
    make.world(2)
    tags, language, shows_title, meta, marked = tags_of(make.file(kind, "pdf"))
    assert language.lower() == "nl-nl"
    assert shows_title
    assert marked
    assert meta["pdfaid:part"] == "3"
    assert meta["pdfaid:conformance"] == "A"
    assert meta["pdfuaid:part"] == "1"
    assert "Deventer" in meta["dc:title"]
    levels = [int(tag[2:]) for tag in tags if tag[1:2] == "H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert "/TH" in tags
    assert "/L" in tags


def test_every_font_of_a_pdf_is_inside_it():
    make.world(2)
    with pikepdf.open(io.BytesIO(make.file("agreement", "pdf"))) as pdf:
        fonts = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all(any(key.startswith("/FontFile") for key in font.keys()) for font in fonts)  # noqa: SIM118


def test_word_and_opendocument_have_real_headings_and_nobodys_name():
    make.world(2)
    document = docx.Document(io.BytesIO(make.file("nota", "docx")))
    styles = [one.style.name for one in document.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == 10
    assert "List Number" in styles
    assert document.core_properties.author == ""
    assert document.core_properties.language == "nl-NL"
    opened = OpenDocument(io.BytesIO(make.file("nota", "odt")))
    assert len(opened.body.get_headers(outline_level=2)) == 10
    with zipfile.ZipFile(io.BytesIO(make.file("nota", "odt"))) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        assert b"creator" not in archive.read("meta.xml")
        assert b"table-header-rows" in archive.read("content.xml")


def test_a_name_with_signs_that_mean_something_elsewhere_is_only_a_name():
    make.world(2)
    make.network.Organisation.objects.filter(key="GM0150").update(
        name='\'s-<Deventer> & #read("x") {{ 7*7 }}'
    )
    for kind, form in EVERY:
        text = words_of(make.file(kind, form), form)
        assert "49" not in text.split("Deventer")[1][:40]
        assert "<Deventer> &" in text


def test_the_decision_of_the_college_stands_in_the_agreement_once_it_is_there():
    make.world(2)
    make.drafted()
    agreement = agreement_queries.agreement_of("GM0150")
    day = date(2023, 1, 10)
    agreements.take_step(
        agreement=agreement,
        kind="college-decided",
        happened_on=day,
        reference="B 12",
        by=make.SYSTEM,
        at=make.at(day),
    )
    assert "10 januari 2023" not in words_of(make.file("agreement", "pdf"), "pdf")
    assert "10 januari 2023" in words_of(make.file("agreement", "pdf", view=AsOf(day)), "pdf")


def test_a_paper_of_a_city_that_lacks_a_datum_is_refused_and_says_which():
    make.world(2)
    make.network.Organisation.objects.update(visiting_address="", postal_address="")
    with pytest.raises(Refused) as refused:
        make.file("agreement", "pdf")
    assert [one.code for one in refused.value.refusals] == ["drafting.no-seat"]
    with pytest.raises(Refused):
        queries.one("GM9999", make.VIEW)


def test_the_shipped_templates_are_what_the_script_makes():
    for name, made in templates.FILES.items():
        assert made() == (STANDARD / name).read_bytes(), name


def test_all_papers_cost_as_many_queries_as_two(django_assert_num_queries):
    make.world(12)
    for number in (2, 12):
        everyone = queries.members(make.VIEW)[:number]
        with django_assert_num_queries(1):
            assert (
                len(list(papers.make_all(papers.Kind.NOTA, papers.Form.ODT, everyone, make.VIEW))) == number
            )
    with django_assert_num_queries(7):
        queries.members(make.VIEW)


def test_a_citys_own_text_becomes_paragraphs_and_lists():
    blocks = list(own_text("Een regel\ndie doorloopt.\n\n- eerste\n- tweede\n\nSlot 2027."))
    assert [type(one).__name__ for one in blocks] == ["Paragraph", "Items", "Paragraph"]
    assert blocks[1] == Items(("eerste", "tweede"))
    assert list(own_text("1. Ja\n2) Nee\n2027 mag", numbered=True)) == [
        Items(("Ja", "Nee", "2027 mag"), numbered=True)
    ]

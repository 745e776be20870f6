"""Somebody's own Word template: every wrong field by its name, and nothing hostile gets in."""

import io
import zipfile

import docx
import pytest

from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.pact.drafting import commands, filling, papers, queries
from kennispact.pact.drafting.tests import make
from kennispact.pact.drafting.typeset import word
from kennispact.registers.documents import commands as documents
from kennispact.registers.documents.tests.make import PDF
from kennispact.registers.network.tests import make as network_make

OWN = (
    "Contract met {{ gemeente }}",
    "Van {{ begint_op }} tot en met {{ eindigt_op }}: {{ bedrag }} per jaar.",
)


def template(*lines):
    document = docx.Document()
    document.core_properties.author = "Een Jurist"
    document.sections[0].footer.paragraphs[0].text = "{{ gemeente }} en {{ partner_kort }}"
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def codes(payload):
    return [(one.code, one.facts.get("field", "")) for one in filling.template_refusals(payload)]


def received(payload, name="eigen.docx"):
    return documents.receive(
        file=payload, name=name, organisation="platform31", happened_on=make.ON, by=make.SYSTEM, at=make.at()
    )


def use(payload, **facts):
    given = {"happened_on": make.ON, "by": make.SYSTEM, "at": make.at(), **facts}
    return commands.set_template(document=received(payload), **given)


def text_of(payload):
    document = docx.Document(io.BytesIO(payload))
    return "\n".join(
        [*(one.text for one in document.paragraphs), document.sections[0].footer.paragraphs[0].text]
    )


def test_the_shipped_template_is_a_template():
    assert codes((filling.wording.STANDARD / "overeenkomst.docx").read_bytes()) == []


def test_every_unknown_and_every_missing_field_is_named():
    found = codes(template("{{ gemeente }} {{ burgemester }}", "{{ bedrag }}", "{{ iban }}"))
    assert found == [
        ("template.unknown-field", "burgemester"),
        ("template.unknown-field", "iban"),
        ("template.missing-field", "begint_op"),
        ("template.missing-field", "eindigt_op"),
    ]


def test_an_unknown_part_of_a_known_field_is_named_too():
    found = codes(template("{%p for artikel in artikelen %}", "{{ artikel.kop }}", "{%p endfor %}"))
    assert found == [("template.unknown-field", "kop")]


@pytest.mark.parametrize(
    "line",
    [
        "{{ gemeente.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{% for a in range(99999999) %}x{% endfor %}",
        "{{ (9 ** 9) ** (9 ** 9) }}",
        "{% include 'etc' %}",
        "{{ gemeente",
        "{% if %}",
    ],
)
def test_a_template_cannot_reach_out_or_run_on(line):
    assert codes(template(*OWN, line))


@pytest.mark.parametrize("name", ["word/big.bin", "word/document.xml"])
def test_a_word_bomb_is_refused_before_it_is_unpacked(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(name, "w", force_zip64=True) as part:
            for _ in range(256):
                part.write(b"\0" * 1024 * 1024)
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert codes(out.getvalue()) == [("file.unpacks-too-big", "")]


def test_what_is_no_word_file_is_refused():
    assert codes(b"not a zip")[0][0] == "file.unreadable"


@pytest.mark.django_db
def test_the_parties_own_template_is_used_from_then_on_and_striking_it_brings_the_shipped_one_back():
    make.world(2)
    act = use(template(*OWN))
    made = make.file("agreement", "docx")
    assert text_of(made).replace("\N{NO-BREAK SPACE}", " ").splitlines() == [
        "Contract met Deventer",
        "Van 1 maart 2023 tot en met 31 december 2027: € 15.216,90 per jaar.",
        "Deventer en Platform31",
    ]
    assert b"Jurist" not in made
    assert docx.Document(io.BytesIO(made)).core_properties.author == ""
    assert make.file("agreement", "docx") == made
    commands.strike_template(template=act, why="toch niet", by=make.SYSTEM, at=make.at(hour=13))
    assert "Artikel 1." in text_of(make.file("agreement", "docx"))


@pytest.mark.django_db
def test_all_cities_come_out_of_an_own_template_in_order():
    make.world(5)
    use(template(*OWN))
    everyone = queries.members(make.VIEW)
    made = list(papers.make_all(papers.Kind.AGREEMENT, papers.Form.DOCX, everyone, make.VIEW))
    for one, file in zip(everyone, made, strict=True):
        assert text_of(file.payload).startswith(f"Contract met {one.city.name}\n")


@pytest.mark.django_db
def test_a_template_that_is_no_word_file_or_does_not_fit_is_refused_and_nothing_is_written():
    make.world(2)
    with pytest.raises(Refused) as refused:
        commands.set_template(
            document=received(PDF, "brief.pdf"), happened_on=make.ON, by=make.SYSTEM, at=make.at()
        )
    assert [one.code for one in refused.value.refusals] == ["template.not-word"]
    with pytest.raises(Refused):
        use(template("{{ onbekend }}"))
    assert queries.word_template(make.VIEW) is None


@pytest.mark.django_db
def test_only_a_supervisor_chooses_the_template():
    make.world(2)
    with pytest.raises(Forbidden):
        use(template(*OWN), by=network_make.actor("contactpersoon", "GM0150"))
    assert use(template(*OWN), by=network_make.actor("secretaris", "g40")).pk


def test_every_batch_is_filled():
    made = list(word.orders(b"x", ({"n": n} for n in range(word.BATCH + 1))))
    assert len(made) == 2

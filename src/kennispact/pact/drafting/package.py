"""The release package of a city: its papers with what the publication platform and the archive ask.

The ``archive`` variant holds all, the signed file as well. The ``public`` one is set anew from the register,
so that nothing of a signature can be in it, and leaves out names, addresses and numbers of people.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refusal, Refused, refuse_if
from kennispact.ground.look import formatting
from kennispact.pact.agreements.rules import COLLEGE_DECIDED, REGISTERED
from kennispact.pact.drafting import access, metadata, nota, papers, queries, redaction, rules
from kennispact.pact.drafting.blocks import Items, Paper, Paragraph
from kennispact.pact.drafting.metadata import Described, Owner
from kennispact.pact.drafting.models import Release, SectionChange
from kennispact.pact.drafting.queries import CityPapers
from kennispact.pact.drafting.typeset.pdf import pdf
from kennispact.pact.drafting.typeset.zips import packed
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.documents import queries as documents
from kennispact.registers.documents.rules import Kind as FileKind
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation


class Variant(StrEnum):
    """For whom a package is."""

    ARCHIVE = "archive"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Package:
    """A finished package: its name, its bytes, and the names of the files inside."""

    name: str
    payload: bytes
    files: tuple[str, ...]


def package(city_key: str, variant: Variant, view: AsOf) -> Package:
    """Return the package of one city as it stands; the same bytes for the same view.

    :raises Refused: if the city lacks a datum; for the public variant also while a required part of the
        proposal is empty, or the college has not decided
    """
    found = queries.one(city_key, view)
    facts = nota.known(found)
    if variant is Variant.PUBLIC:
        refuse_if(refusals(found, view))
    owner = Owner(found.city.name, found.city.key, facts.terms.covenant)
    described = tuple(_described(found, variant, view))
    title = f"Overeenkomst van de gemeente {found.city.name} met {facts.terms.partner.short_name}"
    parts = [("LEESMIJ.txt", _read_me(found, variant, title).encode())]
    for paper in described:
        parts += [
            (paper.name, paper.payload),
            (f"{paper.name}.diwoo.xml", metadata.diwoo(paper, owner)),
            (f"{paper.name}.bestand.mdto.xml", metadata.mdto_file(paper, owner)),
            (f"{paper.name}.mdto.xml", metadata.mdto_record(paper, owner, title)),
        ]
    parts.append(("dossier.mdto.xml", metadata.mdto_dossier(described, owner, title)))
    sums = "".join(f"{paper.sha256}  {paper.name}\n" for paper in described)
    parts.append(("SHA256SUMS", sums.encode()))
    name = f"pakket-{variant.value}-{found.city.key.lower()}.zip"
    return Package(name, packed(parts), tuple(part[0] for part in parts))


def refusals(found: CityPapers, view: AsOf) -> list[Refusal]:
    """Tell everything that stands in the way of releasing a city's papers. One query."""
    if found.refusals:
        return list(found.refusals)
    acts = queries.sections(view, [found.city.pk]).get(found.city.pk, {})
    steps = found.row.dossier.steps
    return list(
        rules.release_refusals(
            nota.sections(found, acts),
            has_agreement=found.row.agreement is not None,
            is_decided=COLLEGE_DECIDED in steps,
        )
    )


@transaction.atomic
def release(*, city: Organisation, by: Actor, at: datetime) -> Release:
    """Record that a city releases its papers for publication, as they stand now. Source: Woo 2.1, 3.3.

    :raises Forbidden: if the actor is not the city's contact person: the supervisors cannot publish for it
    :raises Refused: while a required part is empty, or the college has not decided
    """
    access.require(by, "release", city.key)
    made = package(city.key, Variant.PUBLIC, AsOf(day_of(at), at))
    act = Release.objects.create(
        covenant=covenants.covenant().key,
        city=city,
        sha256=_sha256(made),
        happened_on=day_of(at),
        **recorded(by, at),
    )
    journal.write(
        "papers.released", act, by=by, at=at, clause="Woo 3.3", organisation=city.key, sha256=act.sha256
    )
    return act


def released(act: Release) -> Package:
    """Return the package that was released, made again from what was known then.

    :raises Refused: if it can no longer be made the same, because a name or a wording changed since
    """
    made = package(act.city.key, Variant.PUBLIC, AsOf(act.happened_on, act.recorded_at))
    if _sha256(made) != act.sha256:
        raise Refused([Refusal("release.changed", rules.RELEASE_CHANGED)])
    return made


def _described(found: CityPapers, variant: Variant, view: AsOf) -> Iterator[Described]:
    facts = nota.known(found)
    people = _people(view) if variant is Variant.PUBLIC else ()
    decided = facts.decided_on
    acts = queries.sections(view, [found.city.pk]).get(found.city.pk, {})
    for key, paper, category in (
        ("overeenkomst", papers.agreement(found), metadata.CONVENANT),
        ("nota", nota.paper(found, acts), metadata.COLLEGE),
        ("besluit", decision(found, acts), metadata.COLLEGE),
    ):
        shown = redaction.public(paper, people) if variant is Variant.PUBLIC else paper
        yield Described(
            name=f"{key}-{found.city.key.lower()}.pdf",
            title=shown.title,
            own_key=key,
            made_on=paper.on,
            payload=pdf(shown),
            category=category,
            adopted_on=decided,
        )
    if variant is Variant.ARCHIVE:
        yield from _received(found, view)


def _received(found: CityPapers, view: AsOf) -> Iterator[Described]:
    """Return the files that came in with the steps: what was really decided and signed."""
    for step, key, category, what in (
        (COLLEGE_DECIDED, "besluit-ontvangen", metadata.COLLEGE, "Besluit van het college, zoals ontvangen"),
        (REGISTERED, "overeenkomst-getekend", metadata.CONVENANT, "Getekende overeenkomst"),
    ):
        fact = found.row.dossier.steps.get(step)
        if fact is None or fact.document is None:
            continue
        line = documents.document(view, fact.document)
        if line is None or line.media_type != FileKind.PDF:
            continue
        yield Described(
            name=f"{key}-{found.city.key.lower()}.pdf",
            title=what,
            own_key=key,
            made_on=line.happened_on,
            payload=documents.content(line),
            category=category,
            format=metadata.PDF_ANY,
            adopted_on=found.row.dossier.on(COLLEGE_DECIDED),
        )


def decision(found: CityPapers, acts: dict[str, SectionChange]) -> Paper:
    """Return what the college decided, as a paper: the decisions of its proposal, the day and the number."""
    facts = nota.known(found)
    decided = nota.decisions(found, acts)
    when = formatting.day(facts.decided_on) if facts.decided_on else "nog niet genomen"
    blocks: list[Paragraph | Items] = [Paragraph(f"Datum van het besluit: {when}.")]
    if facts.reference:
        blocks.append(Paragraph(f"Nummer van het besluit: {facts.reference}."))
    return Paper(
        title=f"Besluit van het college van {found.city.name}",
        on=facts.on,
        lead="Volgens het register van overeenkomsten. Het eigen besluit van het college gaat voor.",
        blocks=(*blocks, Paragraph("Het college besluit:"), decided),
        foot=f"Besluit van het college van {found.city.name}",
    )


def _sha256(made: Package) -> str:
    return hashlib.sha256(made.payload).hexdigest()


def _people(view: AsOf) -> tuple[str, ...]:
    return tuple(line.person for line in network.mandates(view, holding=False))


def _read_me(found: CityPapers, variant: Variant, title: str) -> str:
    whom = {
        Variant.ARCHIVE: "Dit is het pakket voor het archief. Er kunnen namen en handtekeningen in staan.",
        Variant.PUBLIC: "Dit pakket kan openbaar worden: zonder handtekeningen, namen en mailadressen.",
    }[variant]
    return (
        f"{title}\n\n{whom}\n\n"
        "Bij elk stuk horen drie bestanden:\n"
        "- .diwoo.xml: gegevens voor openbaarmaking (Woo).\n"
        "- .mdto.xml: gegevens over het stuk voor het archief (MDTO).\n"
        "- .bestand.mdto.xml: gegevens over het bestand voor het archief (MDTO).\n\n"
        "De gemeente vult zelf nog in: de waardering en de beperkingen op het gebruik. Daar staat nu\n"
        f"“{metadata.UNDECIDED}”. De gemeente publiceert zelf: {found.city.name}.\n"
    )

"""Sources, parties, roles, and the articles with their clauses."""

import re
from dataclasses import dataclass

from kennispact.ground.kit.words import N_
from kennispact.registers.covenant.definition import Article, Clause, Party, Role, Source
from kennispact.registers.covenant.reader import CLAUSE, Table

from .known import Known, take_key

_ROOM = re.compile(r"(?:registers|pact|programme|review|doors)\.[a-z]+")
_SOURCE = re.compile(r"[A-Z][A-Z0-9]*")
PARTY_KINDS = ("network", "partner")
ORGANISATION_KINDS = (*PARTY_KINDS, "city", "third")


@dataclass(frozen=True, slots=True)
class People:
    """What this section yields."""

    sources: tuple[Source, ...]
    articles: tuple[Article, ...]
    roles: tuple[Role, ...]
    parties: tuple[Party, ...]


def read(root: Table, known: Known) -> People:
    """Read the section, each part after what it refers to."""
    sources = tuple(_source(one, known) for one in root.tables("source", required=True))
    articles = tuple(_article(one, known) for one in root.tables("article", required=True))
    roles = tuple(_role(one, known) for one in root.tables("role", required=True))
    parties = tuple(_party(one, known) for one in root.tables("party", required=True))
    if root.has("party") and sorted(party.kind for party in parties) != sorted(PARTY_KINDS):
        root.fault("party", N_("There must be exactly two parties: one network and one partner."))
    return People(sources, articles, roles, parties)


def _source(table: Table, known: Known) -> Source:
    source = Source(
        key=take_key(table, known.sources, _SOURCE),
        title=table.text("title"),
        dated=table.day_or_none("dated"),
        note=table.text("note", required=False),
    )
    table.close()
    return source


def _article(table: Table, known: Known) -> Article:
    key = take_key(table, known.articles, CLAUSE)
    source = table.reference("source", known.sources, "source")
    article = Article(
        key=key,
        title=table.text("title"),
        title_en=table.text("title_en"),
        explanation=table.text("explanation"),
        explanation_en=table.text("explanation_en"),
        source=source,
        clauses=tuple(_clause(one, key, source, known) for one in table.tables("clause", required=True)),
    )
    table.close()
    return article


def _clause(table: Table, article: str, source: str, known: Known) -> Clause:
    """Read a clause; its source is that of the article unless it names its own."""
    room = table.text("room")
    if room and not _ROOM.fullmatch(room):
        table.fault("room", N_("“%(room)s” is not the name of a room."), room=room)
    clause = Clause(
        key=take_key(table, known.clauses, CLAUSE),
        article=article,
        summary=table.text("summary"),
        summary_en=table.text("summary_en"),
        source=table.reference("source", known.sources, "source", required=False) or source,
        room=room,
    )
    table.close()
    return clause


def _role(table: Table, known: Known) -> Role:
    role = Role(
        key=take_key(table, known.roles),
        name=table.text("name"),
        name_en=table.text("name_en"),
        kinds=table.references("kinds", ORGANISATION_KINDS, "kind of organisation"),
        clause=table.reference("clause", known.clauses, "clause", required=False),
    )
    table.close()
    return role


def _party(table: Table, known: Known) -> Party:
    party = Party(
        key=take_key(table, known.parties),
        kind=table.reference("kind", PARTY_KINDS, "kind of party"),
        name=table.text("name"),
        short_name=table.text("short_name"),
        seat=table.text("seat", required=False),
        represented_by=table.reference("represented_by", known.roles, "role"),
        legal_person=table.flag("legal_person", default=True),
    )
    table.close()
    return party

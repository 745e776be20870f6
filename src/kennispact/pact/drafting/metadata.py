"""What goes with a paper to the publication platform (DiWoo) and to the archive (MDTO). Facts in, XML out.

What only the city can decide - how long it is kept, what limits its use - is said to be undecided; it is
never guessed. Source: Woo 3.3, MDTO 1.0, Archiefwet.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

TOOI = "https://identifier.overheid.nl/tooi"
_DIWOO = "https://standaarden.overheid.nl/diwoo/metadata/"
_MDTO = "https://www.nationaalarchief.nl/mdto"
_EU = "http://publications.europa.eu/resource/authority"
# Information categories of the Woo and kinds of handling, from the government's list of values.
CONVENANT = ("convenanten", f"{TOOI}/def/thes/kern/c_8fc2335c")
COLLEGE = ("agenda's en besluitenlijsten bestuurscolleges", f"{TOOI}/def/thes/kern/c_3a248e3a")
_ADOPTED = ("vaststelling", f"{TOOI}/def/thes/kern/c_641ecd76")
_PLAIN: dict[Any, str] = {None: _MDTO}
UNDECIDED = "nog te bepalen door de gemeente"
PDF_A3A = ("PDF/A-3a", "fmt/479")
PDF_ANY = ("PDF", "")


@dataclass(frozen=True, slots=True)
class Described:
    """A file of a dossier. ``category`` is a name and its URI; ``format`` a name and its PRONOM code.

    ``adopted_on`` is the day the college decided, or ``None``. ``own_key`` is unique within the city.
    """

    name: str
    title: str
    own_key: str
    made_on: date
    payload: bytes
    category: tuple[str, str]
    format: tuple[str, str] = PDF_A3A
    adopted_on: date | None = None

    @property
    def sha256(self) -> str:
        """Return the checksum of the file."""
        return hashlib.sha256(self.payload).hexdigest()


@dataclass(frozen=True, slots=True)
class Owner:
    """The city whose papers they are: its name, its code, and the covenant's key."""

    name: str
    code: str
    covenant: str

    @property
    def uri(self) -> str:
        """Return the identifier of the city in the government's list.

        >>> Owner("Deventer", "GM0150", "x").uri
        'https://identifier.overheid.nl/tooi/id/gemeente/gm0150'
        """
        return f"{TOOI}/id/gemeente/{self.code.lower()}"

    def identifier(self, own_key: str) -> str:
        """Return what names a paper or a dossier wherever it goes."""
        return f"{self.covenant}/{self.code}/{own_key}"


def diwoo(paper: Described, owner: Owner) -> bytes:
    """Return the metadata of one file as the publication platforms read it."""
    root = etree.Element(f"{{{_DIWOO}}}Document", nsmap={"diwoo": _DIWOO})
    top = _put(root, _DIWOO, "DiWoo")
    _put(_put(top, _DIWOO, "identifiers"), _DIWOO, "identifier", owner.identifier(paper.own_key))
    _put(top, _DIWOO, "publisher", f"gemeente {owner.name}", owner.uri)
    _put(_put(top, _DIWOO, "titelcollectie"), _DIWOO, "officieleTitel", paper.title)
    kinds = _put(_put(top, _DIWOO, "classificatiecollectie"), _DIWOO, "informatiecategorieen")
    _put(kinds, _DIWOO, "informatiecategorie", *paper.category)
    _put(top, _DIWOO, "creatiedatum", paper.made_on.isoformat())
    _put(top, _DIWOO, "language", "Nederlands", f"{_EU}/language/NLD")
    _put(top, _DIWOO, "format", "pdf", f"{_EU}/file-type/PDF")
    if paper.adopted_on:
        handling = _put(_put(top, _DIWOO, "documenthandelingen"), _DIWOO, "documenthandeling")
        _put(handling, _DIWOO, "soortHandeling", *_ADOPTED)
        _put(handling, _DIWOO, "atTime", f"{paper.adopted_on.isoformat()}T00:00:00")
    else:
        top.append(etree.Comment(" documenthandelingen: het college heeft nog niet besloten "))
    return _xml(root)


def mdto_file(paper: Described, owner: Owner) -> bytes:
    """Return the archive's metadata of one file (MDTO ``bestand``)."""
    root, top = _mdto("bestand")
    _identified(top, owner.identifier(f"{paper.own_key}/bestand"))
    _put(top, _MDTO, "naam", paper.name)
    _put(top, _MDTO, "omvang", str(len(paper.payload)))
    _concept(top, "bestandsformaat", *paper.format, "PRONOM-register")
    checksum = _put(top, _MDTO, "checksum")
    _concept(checksum, "checksumAlgoritme", "SHA-256", "", "Begrippenlijst ChecksumAlgoritme MDTO")
    _put(checksum, _MDTO, "checksumWaarde", paper.sha256)
    _put(checksum, _MDTO, "checksumDatum", f"{paper.made_on.isoformat()}T00:00:00")
    _reference(top, "isRepresentatieVan", paper.title, owner.identifier(paper.own_key))
    return _xml(root)


def mdto_record(paper: Described, owner: Owner, dossier: str) -> bytes:
    """Return the archive's metadata of the record that a file represents (MDTO ``informatieobject``)."""
    root, top = _mdto("informatieobject")
    _identified(top, owner.identifier(paper.own_key))
    _put(top, _MDTO, "naam", paper.title)
    _concept(top, "aggregatieniveau", "Archiefstuk", "", "Begrippenlijst Aggregatieniveaus MDTO")
    _put(top, _MDTO, "taal", "nl")
    _concept(top, "waardering", UNDECIDED, "", "Begrippenlijst Waarderingen MDTO")
    _reference(top, "isOnderdeelVan", dossier, owner.identifier("dossier"))
    _reference(top, "heeftRepresentatie", paper.name, owner.identifier(f"{paper.own_key}/bestand"))
    _ending(top, owner)
    return _xml(root)


def mdto_dossier(papers: Sequence[Described], owner: Owner, title: str) -> bytes:
    """Return the archive's metadata of the whole dossier."""
    root, top = _mdto("informatieobject")
    _identified(top, owner.identifier("dossier"))
    _put(top, _MDTO, "naam", title)
    _concept(top, "aggregatieniveau", "Dossier", "", "Begrippenlijst Aggregatieniveaus MDTO")
    _put(top, _MDTO, "taal", "nl")
    _concept(top, "waardering", UNDECIDED, "", "Begrippenlijst Waarderingen MDTO")
    for paper in papers:
        _reference(top, "bevatOnderdeel", paper.title, owner.identifier(paper.own_key))
    _ending(top, owner)
    return _xml(root)


def _mdto(kind: str) -> tuple[etree._Element, etree._Element]:
    root = etree.Element(f"{{{_MDTO}}}MDTO", nsmap=_PLAIN)
    return root, _put(root, _MDTO, kind)


def _identified(parent: etree._Element, mark: str) -> None:
    holder = _put(parent, _MDTO, "identificatie")
    _put(holder, _MDTO, "identificatieKenmerk", mark)
    _put(holder, _MDTO, "identificatieBron", "Kennispact")


def _ending(top: etree._Element, owner: Owner) -> None:
    """Add who formed the archive, and that the city has yet to say what limits its use."""
    holder = _put(top, _MDTO, "archiefvormer")
    _put(holder, _MDTO, "verwijzingNaam", f"gemeente {owner.name}")
    mark = _put(holder, _MDTO, "verwijzingIdentificatie")
    _put(mark, _MDTO, "identificatieKenmerk", owner.uri)
    _put(mark, _MDTO, "identificatieBron", "TOOI")
    limit = _put(top, _MDTO, "beperkingGebruik")
    _concept(limit, "beperkingGebruikType", UNDECIDED, "", "Begrippenlijst BeperkingGebruikTypen MDTO")


def _concept(parent: etree._Element, tag: str, label: str, code: str, listed_in: str) -> None:
    holder = _put(parent, _MDTO, tag)
    _put(holder, _MDTO, "begripLabel", label)
    if code:
        _put(holder, _MDTO, "begripCode", code)
    _put(_put(holder, _MDTO, "begripBegrippenlijst"), _MDTO, "verwijzingNaam", listed_in)


def _reference(parent: etree._Element, tag: str, name: str, mark: str) -> None:
    holder = _put(parent, _MDTO, tag)
    _put(holder, _MDTO, "verwijzingNaam", name)
    _identified_by(holder, mark)


def _identified_by(holder: etree._Element, mark: str) -> None:
    identifier = _put(holder, _MDTO, "verwijzingIdentificatie")
    _put(identifier, _MDTO, "identificatieKenmerk", mark)
    _put(identifier, _MDTO, "identificatieBron", "Kennispact")


def _put(parent: etree._Element, space: str, tag: str, text: str = "", resource: str = "") -> etree._Element:
    child = etree.SubElement(parent, f"{{{space}}}{tag}")
    if text:
        child.text = text
    if resource:
        child.set("resource", resource)
    return child


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

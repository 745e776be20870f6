"""Builds worlds of this room through its commands. Other rooms' tests may use it."""

from datetime import UTC, date, datetime

from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.programme.products import commands
from kennispact.programme.products.models import Product
from kennispact.programme.products.rules import PUBLIC, Facts

AT = datetime(2025, 6, 2, 9, tzinfo=UTC)
DAY = date(2025, 6, 2)


def facts(title: str = "Eerder aan de bel", **more) -> Facts:
    """Return the facts of a product about debts, but for what is given."""
    usual = {
        "kind": "publication",
        "year": 2024,
        "summary": "Vroegsignalering van betalingsachterstanden bij huur en energie.",
        "themes": ("armoede_schuldhulpverlening",),
        "audience": PUBLIC,
        "url": "https://example.org/eerder",
    }
    return Facts(title=title, **{**usual, **more})


def product(title: str = "Eerder aan de bel", *, key: str = "", by: Actor = SYSTEM, **more) -> Product:
    """Register a product."""
    return commands.register_product(facts=facts(title, **more), happened_on=DAY, key=key, by=by, at=AT)


COLLECTION = (
    ("Van winkelstraat naar woonstraat", "Hoe eigenaren van leegstaande winkelpanden er woningen maken.",
     "vitale_binnensteden_werklocaties"),
    ("Samen een warmtenet", "Een buurt gaat van het gas af met een eigen warmtebedrijf.", "duurzaamheid"),
    ("Eerder aan de bel", "Vroegsignalering van betalingsachterstanden bij huur en energie.",
     "armoede_schuldhulpverlening"),
    ("Grip op jeugdhulp", "Wat een regio doet aan wachtlijsten en kosten van jeugdzorg.", "zorg_jeugd_onderwijs"),
    ("Draagvlak voor opvang", "Gesprekken met omwonenden over de komst van een asielzoekerscentrum.",
     "vergunninghouders_asiel"),
)  # fmt: skip


def collection() -> list[Product]:
    """Register five products on different subjects."""
    return [product(title, summary=summary, themes=(theme,)) for title, summary, theme in COLLECTION]

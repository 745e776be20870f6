"""Word papers: which template, which fields, and whether somebody's own template may be used."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from kennispact.ground.kit import sandbox
from kennispact.ground.kit.calendar import MonthDay
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.pact.drafting import wording
from kennispact.pact.drafting.blocks import Items, Paper, plain
from kennispact.pact.drafting.fields import fields, fill
from kennispact.pact.drafting.rules import AgreementFacts, Money, Side, Source, Terms
from kennispact.pact.drafting.typeset import word

# What every agreement must say; a template that has the articles has it all.
NEEDED = ("gemeente", "begint_op", "eindigt_op", "bedrag")


def agreement_fields(facts: AgreementFacts, words: Mapping[str, Any]) -> dict[str, Any]:
    """Return every field a Word template of the agreement may use, as plain values."""
    said = fields(facts)
    articles = [
        {
            "nummer": str(number),
            "titel": title,
            "leden": [
                {"nummer": f"{number}.{place}", "tekst": clause} for place, clause in enumerate(clauses, 1)
            ],
        }
        for number, (title, clauses) in enumerate(wording.articles(facts, words), 1)
    ]
    return {
        **said,
        "titel": fill(words["title"], said),
        "aanhef": fill(words["lead"], said),
        "partijen_kop": words["sides_title"],
        "partijen": [fill(side, said) for side in words["sides"]],
        "overwegingen_kop": words["considerations_title"],
        "overwegingen": [fill(reason, said) for reason in words["considerations"]],
        "afspraak": fill(words["agree"], said),
        "artikelen": articles,
        "ondertekening_kop": words["sign_title"],
        "slot": fill(words["closing"], said),
        "handtekeningen_kop": wording.signatures(facts).caption,
    }


def agreement_docx(facts: AgreementFacts, words: Mapping[str, Any]) -> bytes:
    """Return the agreement of one city as Word, in the shipped template."""
    return _shipped(wording.AGREEMENT).fill(**_order(facts, words))


def own_docx(template: bytes, many: Iterable[AgreementFacts], words: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the agreement of each city in somebody's own template; it is filled in a process of its own.

    :raises Refused: if it cannot be filled in
    """
    for order in word.orders(template, (_order(facts, words) for facts in many)):
        for made in sandbox.call(f"{word.__name__}:fill_many", order, seconds=60):
            yield base64.b64decode(made)


def _order(facts: AgreementFacts, words: Mapping[str, Any]) -> dict[str, Any]:
    said = agreement_fields(facts, words)
    return {"said": said, "title": said["titel"], "on": facts.on.isoformat()}


def paper_docx(paper: Paper) -> bytes:
    """Return any other paper as Word.

    :raises ValueError: if it has more numbered lists than the template has numbers for
    """
    blocks, lists = [], 0
    for block in paper.blocks:
        one = plain(block)
        if isinstance(block, Items) and block.numbered:
            one["list"] = word.FIRST_LIST + lists
            lists += 1
        blocks.append(one)
    if lists > word.LISTS:
        raise ValueError(f"{lists} numbered lists")
    said = {"titel": paper.title, "aanhef": paper.lead, "blokken": blocks, "slot": paper.close}
    return _shipped("stuk").fill(said, paper.title, paper.on.isoformat(), " ".join(paper.keywords))


def shipped_template() -> bytes:
    """Return the shipped Word file of the agreement, to begin an own one from."""
    return (wording.STANDARD / f"{wording.AGREEMENT}.docx").read_bytes()


@lru_cache(maxsize=4)
def _shipped(name: str) -> word.WordTemplate:
    return word.WordTemplate((wording.STANDARD / f"{name}.docx").read_bytes())


def template_refusals(payload: bytes) -> Iterator[Refusal]:
    """Tell why a Word file cannot be a template of the agreement: every unknown or missing field by name."""
    sample = agreement_fields(SAMPLE, wording.read(Path("/"), wording.AGREEMENT))
    order = {"template": base64.b64encode(payload).decode(), "sample": sample}
    try:
        found = sandbox.call(f"{word.__name__}:check", json.dumps(order).encode(), seconds=5)
    except Refused as refused:
        yield from refused.refusals
        return
    names = set(found["names"])
    if found["why"]:
        yield word.unfillable(found["field"], found["why"])
    for name in sorted(names - sample.keys()):
        yield word.unfillable(name, "")
    if not found["why"] and "artikelen" not in names:
        for name in NEEDED:
            if name not in names:
                yield Refusal(
                    "template.missing-field",
                    N_("The template lacks “%(field)s”, which every agreement must say."),
                    facts={"field": name},
                    field="file",
                )


_DAY = date(2023, 1, 1)
SAMPLE = AgreementFacts(
    on=_DAY,
    terms=Terms(
        covenant="sample",
        title="Voorbeeld",
        signed_on=_DAY,
        network=Side("Netwerk", "Netwerk", "", "voorzitter"),
        partner=Side("Partner", "Partner", "Den Haag", "directeur"),
        members=2,
        starts_on=_DAY,
        ends_on=date(2027, 12, 31),
        target_on=_DAY,
        notice_before=MonthDay(9, 1),
        notice_ends=MonthDay(1, 1),
        counted_by="CBS",
        first_year=2023,
        last_year=2027,
    ),
    key="GM0000",
    city=Side("Stad", "Stad", "Stad", "burgemeester"),
    inhabitants=1000,
    population=Source("CBS", _DAY),
    money=Money(Decimal("150.00"), Decimal("0.15")),
    money_source=Source("convenant", _DAY),
)

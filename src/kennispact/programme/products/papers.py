"""Products as pages and files show them."""

from collections.abc import Iterable, Sequence
from typing import Any

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look import sentences
from kennispact.programme.products import queries
from kennispact.programme.products.commands import Imported
from kennispact.programme.products.models import Registration
from kennispact.programme.products.queries import KindLine, ProductLine, Wanted
from kennispact.registers.covenant import queries as covenants

CSV_COLUMNS = (
    "id",
    "title",
    "kind",
    "year",
    "url",
    "summary",
    "themes",
    "audience",
    "source",
    "organisation",
    "registered_on",
)


class Slices:
    """Products as Django's paginator asks for them: counted once, read a page at a time."""

    def __init__(self, view: AsOf, wanted: Wanted) -> None:
        """Remember what is asked for."""
        self.view, self.wanted = view, wanted

    def count(self) -> int:
        """Return how many there are."""
        return queries.count(self.view, self.wanted)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> Sequence[ProductLine]:
        start = part.start or 0
        return queries.products(self.view, self.wanted, start=start, most=(part.stop or start) - start)


def import_answer(found: Imported, *, dry_run: bool) -> dict[str, Any]:
    """Return what an import did, or would do, as plain values. A new product without a code has no ``id``."""
    return {
        "dry_run": dry_run,
        "new": len(found.new),
        "known": found.known,
        "ignored": list(found.ignored),
        "products": [
            {
                "row": line.row,
                "id": line.key,
                "title": line.facts.title,
                "kind": line.facts.kind,
                "year": str(line.facts.year),
            }
            for line in found.new
        ],
    }


def row(line: ProductLine) -> dict[str, Any]:
    """Return a product as a row that the import reads back."""
    return {
        "id": line.key,
        "title": line.title,
        "kind": line.kind,
        "year": str(line.year),
        "url": line.url,
        "summary": line.summary,
        "themes": ", ".join(line.themes),
        "audience": line.audience,
        "source": line.source,
        "organisation": line.organisation,
        "registered_on": line.happened_on,
    }


def kind_name(key: str, kinds: Iterable[KindLine]) -> str:
    """Return the name of a kind in the reader's language, or its key."""
    found = next((one for one in kinds if one.key == key), None)
    return sentences.spoken(found.name, found.name_en) if found else key


def themes(line: ProductLine) -> list[tuple[str, str]]:
    """Return key and name of a product's themes."""
    known = covenants.covenant().theme
    return [
        (key, sentences.spoken(known[key].name, known[key].name_en)) for key in line.themes if key in known
    ]


def cards(lines: Iterable[ProductLine], kinds: Sequence[KindLine]) -> list[dict[str, Any]]:
    """Return products as cards: the line, the name of its kind, its themes."""
    return [{"product": one, "kind": kind_name(one.kind, kinds), "themes": themes(one)} for one in lines]


def history(acts: Iterable[Registration]) -> list[dict[str, Any]]:
    """Return what was said of a product as events, when there was a correction."""
    events = [
        {
            "day": act.recorded_at.date(),
            "title": act.title,
            "text": act.struck_why,
            "is_struck": act.struck_at is not None,
        }
        for act in acts
    ]
    return events if len(events) > 1 else []

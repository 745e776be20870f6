"""The official schema of the auditfile, in a folder of the operator. Where there is one, it has to agree."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from django.conf import settings
from lxml import etree

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_
from kennispact.pact.auditfile.rules import NAMESPACE

MOST_FAULTS = 5


def schema_refusals(written: IO[bytes]) -> Iterator[Refusal]:
    """Refuse a file that is not as the schema in the folder prescribes, or a folder without that schema."""
    folder = settings.KENNISPACT_AUDITFILE_SCHEMAS
    if folder is None:
        return
    schema = _schema(Path(folder))
    if schema is None:
        facts: dict[str, object] = {"folder": str(folder)}
        yield Refusal("auditfile.no-schema", N_("There is no schema of XAF 3.2 in %(folder)s."), facts=facts)
        return
    written.seek(0)
    for fault in _faults(written, schema):
        facts = {"fault": fault}
        yield Refusal(
            "auditfile.schema", N_("This file is not as the schema prescribes: %(fault)s"), facts=facts
        )


def _schema(folder: Path) -> etree.XMLSchema | None:
    for path in sorted(folder.rglob("*.xsd")):
        tree = etree.parse(str(path), etree.XMLParser(no_network=True, resolve_entities=False))
        if tree.getroot().get("targetNamespace") == NAMESPACE:
            return etree.XMLSchema(tree)
    return None


def _faults(written: IO[bytes], schema: etree.XMLSchema) -> Iterator[str]:
    """Yield what is wrong, without ever holding the whole file."""
    reading = etree.iterparse(written, schema=schema, no_network=True)
    try:
        for _, element in reading:
            element.clear()
    except etree.XMLSyntaxError:
        yield from (one.message for one in islice(reading.error_log, MOST_FAULTS))

"""Everything that looks at an e-invoice before it leaves, together in one report. It fails closed."""

import hashlib
from collections.abc import Callable, Iterator

from kennispact.ground.kit import sandbox
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.einvoices import dutch, exact, gateway, reading
from kennispact.pact.einvoices.document import Document
from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.einvoices.verdicts import Finding, Layer, Outcome, Report, layer

# What is agreed about the document, looked up by whoever asks; ``None`` when nothing is known about it.
Agreed = Callable[[Document], tuple[Finding, ...] | None]
SAFE = "reading"


def report_on(xml: bytes, agreed: Agreed, *, ours: bool) -> Report:
    """Check a document that is safe to read. ``ours`` must be known: then what was agreed is required."""
    document = Document(reading.parsed(xml))
    profile = document.profile
    layers = [
        layer("exact", exact.VERSION, tuple(exact.findings(document))),
        _agreed(document, agreed, ours=ours),
    ]
    if profile is Profile.NLCIUS:
        layers.append(layer("dutch", dutch.VERSION, tuple(dutch.findings(document))))
    layers += gateway.official_rules().layers(xml, profile or Profile.PEPPOL)
    return Report(hashlib.sha256(xml).hexdigest(), profile.value if profile else "", tuple(layers))


def _agreed(document: Document, agreed: Agreed, *, ours: bool) -> Layer:
    found = agreed(document)
    if found is None:
        why = "the buyer is no city of this covenant"
        return Layer("agreed", Outcome.NOT_RUN, "", required=ours, why=why)
    return layer("agreed", exact.VERSION, found)


def report_on_strange(payload: bytes, agreed: Agreed) -> Report:
    """Check a file from elsewhere: first made safe in a process of its own, then checked like ours."""
    sha256 = hashlib.sha256(payload).hexdigest()
    try:
        safe = sandbox.call("kennispact.pact.einvoices.reading:made_safe", payload)
    except Refused as refused:
        findings = tuple(_as_findings(refused))
        return Report(sha256, "", (layer(SAFE, exact.VERSION, findings),))
    found = report_on(safe, agreed, ours=False)
    return Report(sha256, found.profile, (layer(SAFE, exact.VERSION, ()), *found.layers))


def _as_findings(refused: Refused) -> Iterator[Finding]:
    for one in refused.refusals:
        code = one.code if one.code.startswith("KP-") else f"KP-{one.code.replace('.', '-').upper()}"
        yield Finding(code, one.reason, one.facts)

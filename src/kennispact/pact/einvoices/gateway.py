"""The official rules as an outside service: one worker process, asked over a pipe, ended when it is late."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings

from kennispact.ground.kit import worker
from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.einvoices.verdicts import Finding, Layer, Outcome

# Compiling the stylesheets takes seconds on a busy machine; a document after that milliseconds.
SECONDS = 120
LAYERS = {Profile.NLCIUS: ("xsd", "en16931"), Profile.PEPPOL: ("xsd", "en16931", "peppol")}


class OfficialRules(Protocol):
    """Whoever checks a document against the official rules."""

    def layers(self, xml: bytes, profile: Profile) -> tuple[Layer, ...]:
        """Return a layer per set of rules; one that could not be run says so. ``xml`` is safe UTF-8."""


def not_run(profile: Profile, why: str) -> tuple[Layer, ...]:
    """Return the layers that had to be run and were not."""
    return tuple(Layer(name, Outcome.NOT_RUN, "", why=why) for name in LAYERS[profile])


class Worker:
    """The rules in a process of their own."""

    def __init__(self, releases: str = "", *, seconds: float = SECONDS) -> None:
        self.releases = releases
        self.worker = worker.Worker("kennispact.pact.einvoices.official_child:answer", seconds=seconds)

    def layers(self, xml: bytes, profile: Profile) -> tuple[Layer, ...]:
        """Ask the process. A document over which it dies or takes too long was not checked."""
        asked = {"xml": xml.decode(), "profile": profile.value, "releases": self.releases}
        try:
            answers = json.loads(self.worker.ask(json.dumps(asked).encode()))
        except (OSError, ValueError) as error:
            self.stop()
            return not_run(profile, str(error) or type(error).__name__)
        found = tuple(_layer(one) for one in answers)
        missing = set(LAYERS[profile]) - {one.name for one in found}
        return (*found, *(one for one in not_run(profile, "no answer") if one.name in missing))

    def stop(self) -> None:
        """End the process."""
        self.worker.stop()


def _layer(answer: dict[str, Any]) -> Layer:
    findings: Sequence[dict[str, Any]] = answer["findings"]
    return Layer(
        name=answer["name"],
        outcome=Outcome(answer["outcome"]),
        rules=answer["rules"],
        findings=tuple(
            Finding(one["rule"], one["text"], where=one["where"], fatal=one["fatal"]) for one in findings
        ),
        sha256=answer["sha256"],
        why=answer.get("why", ""),
    )


@lru_cache(maxsize=2)
def _worker(releases: str) -> Worker:
    return Worker(releases)


def official_rules() -> OfficialRules:
    """Return the worker of this process, with the operator's folder of releases if there is one."""
    return _worker(str(settings.KENNISPACT_INVOICE_RULES or ""))

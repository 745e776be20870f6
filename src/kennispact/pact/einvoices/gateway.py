"""The official rules as an outside service: one worker process, asked over a pipe, ended when it is late."""

import atexit
import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from typing import Any, Protocol

from django.conf import settings

from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.einvoices.verdicts import Finding, Layer, Outcome

# Compiling the stylesheets takes seconds on a busy machine; a document after that milliseconds.
SECONDS = 120
LAYERS = {Profile.NLCIUS: ("xsd", "en16931"), Profile.PEPPOL: ("xsd", "en16931", "peppol")}
_START = (
    "import json, sys; a = json.loads(sys.argv[1]); sys.path[:] = a['path']; "
    "from kennispact.pact.einvoices.official_child import main; main(a['releases'])"
)


class OfficialRules(Protocol):
    """Whoever checks a document against the official rules."""

    def layers(self, xml: bytes, profile: Profile) -> tuple[Layer, ...]:
        """Return a layer per set of rules; one that could not be run says so. ``xml`` is safe UTF-8."""


def not_run(profile: Profile, why: str) -> tuple[Layer, ...]:
    """Return the layers that had to be run and were not."""
    return tuple(Layer(name, Outcome.NOT_RUN, "", why=why) for name in LAYERS[profile])


class Worker:
    """The worker process. It is started when first asked, and again when it died."""

    def __init__(self, releases: str = "", *, seconds: float = SECONDS) -> None:
        self.releases, self.seconds = releases, seconds
        self.process: subprocess.Popen[bytes] | None = None
        self.lock = Lock()

    def layers(self, xml: bytes, profile: Profile) -> tuple[Layer, ...]:
        """Ask the worker. A document over which it dies or takes too long was not checked."""
        question = json.dumps({"xml": xml.decode(), "profile": profile.value}).encode()
        with self.lock:
            try:
                answers = json.loads(self._ask(question))
            except (OSError, ValueError) as error:
                self.stop()
                return not_run(profile, str(error) or type(error).__name__)
        found = tuple(_layer(one) for one in answers)
        missing = set(LAYERS[profile]) - {one.name for one in found}
        return (*found, *(one for one in not_run(profile, "no answer") if one.name in missing))

    def stop(self) -> None:
        """End the worker."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            self.process = None

    def _ask(self, question: bytes) -> bytes:
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(len(question).to_bytes(8, "big") + question)
        process.stdin.flush()
        until = time.monotonic() + self.seconds
        length = int.from_bytes(self._read(process, 8, until), "big")
        return self._read(process, length, until)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self.process is None or self.process.poll() is not None:
            self.stop()
            orders = json.dumps({"path": [one for one in sys.path if one], "releases": self.releases})
            kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own text
                [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, orders],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"LC_ALL": "C.UTF-8", "TZ": "UTC", **kept},
                bufsize=0,
                start_new_session=True,
            )
        return self.process

    @staticmethod
    def _read(process: "subprocess.Popen[bytes]", wanted: int, until: float) -> bytes:
        assert process.stdout is not None
        found = bytearray()
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while len(found) < wanted:
                if not ready.select(max(0.0, until - time.monotonic())):
                    raise TimeoutError("the rules took too long")
                part = os.read(process.stdout.fileno(), wanted - len(found))
                if not part:
                    raise ConnectionError("the process that checks the rules stopped")
                found += part
        return bytes(found)


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
    worker = Worker(releases)
    atexit.register(worker.stop)
    return worker


def official_rules() -> OfficialRules:
    """Return the worker of this process, with the operator's folder of releases if there is one."""
    return _worker(str(settings.KENNISPACT_INVOICE_RULES or ""))

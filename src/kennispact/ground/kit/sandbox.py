"""Opening what strangers sent: in a process of its own that may use little, take short and reach nothing.

A file of five kilobytes can end a process that opens it (a spreadsheet that claims a billion cells). So
whatever parses an upload runs here: a fresh interpreter without the environment, with limits on memory,
time, files and output. What happens in there costs at most a refusal.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Timer
from typing import Any

from .refusal import Refusal, Refused
from .words import N_

TOO_HEAVY = N_("This file is too heavy to open safely. Make it smaller and try again.")
TOO_SLOW = N_("Opening this file takes too long. Make it smaller and try again.")
UNREADABLE = N_("This file could not be read. It may be damaged.")
_START = (
    "import json, sys; a = json.loads(sys.argv[1]); sys.path[:] = a.pop('path'); "
    "from kennispact.ground.kit.sandbox_child import main; main(**a)"
)


class SandboxError(RuntimeError):
    """What went wrong inside, for the log. It is the cause of the :class:`Refused` that people see."""


@dataclass
class _Child:
    """The process, and whether its time ran out."""

    process: subprocess.Popen[bytes]
    late: bool = field(default=False)

    def end(self) -> None:
        """Kill it with everything it started."""
        self.late = True
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def call(
    target: str,
    payload: bytes,
    *,
    seconds: int = 10,
    megabytes: int = 512,
    answer_megabytes: int = 64,
) -> Any:
    """Run a function of ``bytes``, named ``package.module:function``, on a payload and return its answer.

    The function must know no Django and answer with ``bytes`` or with something JSON can hold (tuples come
    back as lists). ``seconds`` limits both its computing and its waiting; ``megabytes`` all it may address.

    :raises Refused: what the function itself refused; or that the file is too heavy, takes too long or
        cannot be read - also when the process crashed. The cause is a :class:`SandboxError`.
    """
    orders = {"path": _importable(), "target": target, "seconds": seconds, "megabytes": megabytes}
    command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, json.dumps(orders)]
    most = answer_megabytes * 1024 * 1024
    with tempfile.TemporaryFile() as given:
        given.write(payload)
        given.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own text
            command,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=_environment(),
            start_new_session=True,
        )
    child = _Child(process)
    timer = Timer(seconds, child.end)
    timer.start()
    try:
        with process:
            answer = process.stdout.read(most + 1) if process.stdout else b""
            if len(answer) > most:
                child.end()
            process.wait()
    finally:
        timer.cancel()
    if len(answer) > most:
        raise _refused("file.too-heavy", TOO_HEAVY) from SandboxError(f"{target}: answer over {most} bytes")
    if child.late or process.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise _refused("file.too-slow", TOO_SLOW) from SandboxError(f"{target}: over {seconds} s")
    if process.returncode != 0:
        raise _refused("file.unreadable", UNREADABLE) from SandboxError(
            f"{target}: exit {process.returncode}"
        )
    return _opened(target, answer[:1], answer[1:])


def _opened(target: str, kind: bytes, body: bytes) -> Any:
    if kind == b"B":
        return body
    if kind == b"J":
        return json.loads(body)
    if kind == b"R":
        raise Refused(Refusal(**facts) for facts in json.loads(body))
    if kind == b"M":
        raise _refused("file.too-heavy", TOO_HEAVY) from SandboxError(f"{target}: out of memory")
    raise _refused("file.unreadable", UNREADABLE) from SandboxError(
        f"{target}: {body.decode(errors='replace')}"
    )


def _refused(code: str, reason: str) -> Refused:
    return Refused([Refusal(code, reason, field="file")])


def _importable() -> list[str]:
    """Return where the child may import from: what we can, but for the folder we happen to stand in."""
    return [entry for entry in sys.path if entry]


def _environment() -> dict[str, str]:
    """Return the child's whole environment: nothing of ours, no addresses, no secrets."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return {"LC_ALL": "C.UTF-8", "TZ": "UTC", **kept}

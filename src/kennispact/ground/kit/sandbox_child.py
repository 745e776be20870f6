"""The other side of :mod:`.sandbox`: the first thing the limited process runs, and nearly all it may do.

It answers on its standard output: one letter that says what follows (``J`` a JSON value, ``B`` bytes,
``R`` refusals, ``M`` out of memory, ``E`` an error's text) and then the answer itself.
"""

import json
import os
import resource
import sys
from importlib import import_module
from typing import Any

from kennispact.ground.kit.refusal import Refusal, Refused

FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
)


def limit(seconds: int, megabytes: int) -> None:
    """Take away from this process what reading a file does not need. There is no way back."""
    memory = megabytes * 1024 * 1024
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def refuse_the_outside(event: str, _arguments: tuple[Any, ...]) -> None:
    """Stop every attempt to reach a network or to start another program."""
    if event in FORBIDDEN:
        raise PermissionError(event)


def answer(target: str) -> tuple[bytes, bytes]:
    """Run the target on standard input and return what to send back."""
    module, _, name = target.partition(":")
    try:
        value = getattr(import_module(module), name)(sys.stdin.buffer.read())
        return (b"B", bytes(value)) if isinstance(value, bytes) else (b"J", json.dumps(value).encode())
    except Refused as refused:
        return b"R", json.dumps([_plain(refusal) for refusal in refused.refusals]).encode()
    except MemoryError:
        return b"M", b""
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is that it could not be read
        return b"E", f"{type(error).__name__}: {error}"[:2000].encode(errors="replace")


def _plain(refusal: Refusal) -> dict[str, Any]:
    facts = {
        key: value if isinstance(value, int | float) else str(value) for key, value in refusal.facts.items()
    }
    return {
        "code": refusal.code,
        "reason": refusal.reason,
        "clause": refusal.clause,
        "facts": facts,
        "field": refusal.field,
    }


def main(target: str, seconds: int, megabytes: int) -> None:
    """Limit this process, run the target, send the answer; whatever a library prints goes nowhere."""
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        limit(seconds, megabytes)
        sys.addaudithook(refuse_the_outside)
        for part in answer(target):
            out.write(part)

"""Functions that do, inside the sandbox, what a hostile file would make a reader do."""

import io
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from kennispact.ground.kit.refusal import Refusal, Refused


def count(payload: bytes) -> dict[str, int]:
    return {"bytes": len(payload)}


def reverse(payload: bytes) -> bytes:
    return payload[::-1]


def chatter(payload: bytes) -> str:
    sys.stdout.write("noise of a library")
    os.write(1, b"more noise")
    return "quiet"


def environment(payload: bytes) -> dict[str, str]:
    return dict(os.environ)


def refuse(payload: bytes) -> None:
    raise Refused(
        [Refusal("a", "Line %(line)s is wrong.", facts={"line": 3}), Refusal("b", "And so is this.")]
    )


def abort(payload: bytes) -> None:
    os.abort()


def fail(payload: bytes) -> None:
    raise ValueError("a damaged thing")


def eat(payload: bytes) -> int:
    return len(bytearray(4_000_000_000))


def think(payload: bytes) -> None:
    while True:
        pass


def sleep(payload: bytes) -> None:
    time.sleep(60)


def talk(payload: bytes) -> str:
    return "x" * 3_000_000


def write(payload: bytes) -> None:
    Path(payload.decode()).write_text("left behind")


def call_out(payload: bytes) -> None:
    socket.create_connection(("127.0.0.1", int(payload)), timeout=1)


def start(payload: bytes) -> None:
    subprocess.run(["touch", payload.decode()], check=True)


def calamine(payload: bytes) -> int:
    from python_calamine import CalamineWorkbook

    return len(CalamineWorkbook.from_filelike(io.BytesIO(payload)).get_sheet_by_index(0).to_python())

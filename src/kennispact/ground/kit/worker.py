"""A process that keeps a heavy library warm, so that the one that asks need not carry it.

It answers questions over a pipe, each a length and its bytes (:mod:`.worker_child`). It starts when it is
first asked, without our environment, and again when it died or was too late.
"""

import atexit
import json
import os
import selectors
import subprocess
import sys
import time
from contextlib import suppress
from threading import Lock

_START = (
    "import json, sys; a = json.loads(sys.argv[1]); sys.path[:] = a.pop('path'); "
    "from kennispact.ground.kit.worker_child import main; main(**a)"
)


class Worker:
    """The process and the pipe to it. Threads wait for each other; a forked process starts its own."""

    def __init__(self, target: str, *, seconds: float) -> None:
        """Name the function of ``bytes`` that answers (``package.module:function``) and its most seconds."""
        self.target, self.seconds = target, seconds
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0
        self.lock = Lock()

    def ask(self, question: bytes) -> bytes:
        """Return the answer.

        :raises OSError: if the process died over the question or took too long; it is stopped
        """
        with self.lock:
            try:
                return self._ask(question)
            except OSError:
                self.stop()
                raise

    def stop(self) -> None:
        """End the process, if it is ours."""
        process, self.process = self.process, None
        if process is None or self.owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _ask(self, question: bytes) -> bytes:
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(len(question).to_bytes(8, "big") + question)
        process.stdin.flush()
        until = time.monotonic() + self.seconds
        length = int.from_bytes(self._read(process, 8, until), "big")
        return self._read(process, length, until)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self.process is None or self.owner != os.getpid() or self.process.poll() is not None:
            self.stop()
            orders = json.dumps({"path": [one for one in sys.path if one], "target": self.target})
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
            self.owner = os.getpid()
            atexit.register(self.stop)
        return self.process

    @staticmethod
    def _read(process: "subprocess.Popen[bytes]", wanted: int, until: float) -> bytes:
        assert process.stdout is not None
        found = bytearray()
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while len(found) < wanted:
                if not ready.select(max(0.0, until - time.monotonic())):
                    raise TimeoutError("the process took too long")
                part = os.read(process.stdout.fileno(), wanted - len(found))
                if not part:
                    raise ConnectionError("the process stopped")
                found += part
        return bytes(found)

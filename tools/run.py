#!/usr/bin/env python3
"""Set up, fill the exercise world (unless KENNISPACT_EXERCISE=0), and open the door on 127.0.0.1.

PORT chooses another door. Nothing of an installation is removed; starting again is quick.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"


def check_port(port: str) -> None:
    """Stop before any work when the port is no number or is in use."""
    if not (port.isdecimal() and 0 < int(port) < 65536):
        raise SystemExit(f"run: PORT={port} is not a port number")
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", int(port)))
        except PermissionError:
            raise SystemExit(f"run: port {port} is for root only; try PORT=8000 make run") from None
        except OSError:
            other = 8001 if port == "8000" else 8000
            raise SystemExit(
                f"run: port {port} is in use, perhaps by Kennispact itself; try PORT={other} make run"
            ) from None


def step(*command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def main() -> None:
    port = os.environ.setdefault("PORT", "8000")
    check_port(port)
    exercise = os.environ.get("KENNISPACT_EXERCISE", "1").lower() not in {"", "0", "no", "false", "off"}
    os.environ["KENNISPACT_EXERCISE"] = "1" if exercise else "0"
    os.environ.setdefault("KENNISPACT_BASE_URL", f"http://127.0.0.1:{port}")
    step(sys.executable, ROOT / "tools" / "setup.py", "run")
    if exercise:
        step(BIN / "kennispact", "exercise")
    os.chdir(ROOT)
    os.execv(BIN / "gunicorn", ["gunicorn", "-c", "tools/gunicorn.conf.py"])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)

#!/usr/bin/env python3
"""See to the Debian packages that the tests use: a second database, a browser, a font.

Root gets them installed. Anyone else gets the one line to give to root, and the tests do not start:
a test that is silently left out proves nothing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    "chromium-headless-shell": lambda: any(map(shutil.which, ("chromium-headless-shell", "chromium"))),
    "libatomic1": lambda: any(Path("/usr/lib").glob("*/libatomic.so.1")),
    "fonts-dejavu-core": lambda: Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf").exists(),
}


def missing() -> list[str]:
    """Return the packages whose files are not there."""
    return [name for name, present in PACKAGES.items() if not present()]


def see_to() -> None:
    """Install what is missing, or say what to install and stop."""
    names = missing()
    if not names:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit(f"The tests need Debian packages that are missing. As root:\n  {' '.join(line)}")
    print(f"Installing Debian packages for the tests: {' '.join(names)}", file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], line):
        done = subprocess.run(
            command, env=environment, stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            raise SystemExit(f"This went wrong (exit {done.returncode}): {' '.join(command)}")
    if missing():
        raise SystemExit(f"Installed, and still missing: {' '.join(missing())}")


if __name__ == "__main__":
    see_to()

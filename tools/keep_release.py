#!/usr/bin/env python3
"""Keep a released version's data for ever: its exercise world on both databases, and what it answered.

    keep_release.py VERSION

Run once for each release, at its tag. ``tests/releases/VERSION`` then holds a backup of each engine and
``answers.json.xz``; ``doors/cli/tests/test_upgrade.py`` puts the backups back in every later version and asks
the same questions again. What is kept is never made anew.
"""

import json
import lzma
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from with_postgres import postgres

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = [
    "register --on 2025-09-01",
    "register --on 2025-09-01 --known 2025-09-01T12:00",
    "register --on 2026-11-01",
    "contributions --year 2023",
    "contributions --year 2027",
    "notice --received 2025-08-31",
    "state --on 2023-03-01",
    "state --on 2026-11-01",
    "state --on 2026-11-01 --known 2024-01-01T00:00",
]


def ask(environment: dict[str, str], *arguments: str) -> str:
    """Return what the command line answers."""
    program = str(ROOT / ".venv" / "bin" / "kennispact")
    return subprocess.run(
        [program, *arguments], env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def keep(folder: Path, environment: dict[str, str], engine: str) -> None:
    """Build the exercise world on one engine, and keep its backup and its answers."""
    with tempfile.TemporaryDirectory() as home:
        here = {**environment, "KENNISPACT_HOME": home, "KENNISPACT_EXERCISE": "1"}
        ask(here, "setup")
        ask(here, "exercise")
        backup = Path(home) / "backup.tar"
        ask(here, "backup", str(backup))
        (folder / f"{engine}.tar.xz").write_bytes(lzma.compress(backup.read_bytes(), preset=9))
        answers = {one: json.loads(ask(here, *one.split(), "--format", "json")) for one in QUESTIONS}
    golden = folder / "answers.json.xz"
    kept = lzma.compress(json.dumps(answers, sort_keys=True).encode(), preset=9)
    if golden.exists() and golden.read_bytes() != kept:
        raise SystemExit("keep_release: the engines do not answer the same")
    golden.write_bytes(kept)


def main() -> None:
    folder = ROOT / "tests" / "releases" / sys.argv[1]
    folder.mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    keep(folder, environment, "sqlite")
    with postgres() as url:
        keep(folder, {**environment, "DATABASE_URL": url}, "postgresql")


if __name__ == "__main__":
    main()

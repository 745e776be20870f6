#!/usr/bin/env python3
"""Everything that must be true before a change is kept; CI runs exactly this, through ``make test``.

    test.py            all of it
    test.py --static   only what needs no tests: lint, types, floors, messages, documents

First the quick checks, all of them, so that every complaint is seen at once. Then the tests: those that
touch data on a real PostgreSQL, and all of them on SQLite together with the walks through the pages in
Chromium. The last lines are pytest's.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
# H006: images get their size from CSS. H015, H017, T003: taste. H021: the floors test finds inline styles.
# D004, D018: the look stands below the doors and does not know their names; an error page knows nothing.
# H030, H031: search engines no longer read them. H043: a button that says nothing submits, as we mean.
DJLINT = [
    "--lint",
    "--quiet",
    "--profile=django",
    "--ignore=D004,D018,H006,H015,H017,H021,H030,H031,H043,T003",
    "src",
]

# Rooms with tables of their own. What a library would like to migrate is its own affair.
KEEPING = sorted(path.parent.name for path in ROOT.glob("src/kennispact/*/*/migrations"))

STATIC = {
    "lint: ruff": [str(BIN / "ruff"), "check", "--quiet", "."],
    "lint: format": [str(BIN / "ruff"), "format", "--quiet", "--check", "--diff", "."],
    "lint: templates": [str(BIN / "djlint"), *DJLINT],
    "types": [str(BIN / "mypy"), "--no-error-summary"],
    "floors": [str(BIN / "lint-imports"), "--no-cache"],
    "settings and models": [PYTHON, "manage.py", "check", "--fail-level", "WARNING"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run", "-v", "1", *KEEPING],
    "messages": [PYTHON, "tools/messages.py", "check"],
    "documents": [PYTHON, "tools/docs.py", "--check"],
}
PYTEST = [PYTHON, "-m", "pytest", "-q", "-n", os.environ.get("KENNISPACT_TEST_WORKERS", "2")]
TESTS = {
    "tests on PostgreSQL": [PYTHON, "tools/with_postgres.py", *PYTEST, "-m", "not browser"],
    "tests on SQLite, and in the browser": PYTEST,
}


def static() -> list[str]:
    """Run every quick check and return the names of those that failed."""
    with tempfile.TemporaryDirectory(prefix="kennispact-check-") as home:
        environment = {**os.environ, "KENNISPACT_HOME": home}
        environment.pop("DATABASE_URL", None)
        failed = []
        for name, command in STATIC.items():
            begun = time.monotonic()
            done = subprocess.run(
                command, cwd=ROOT, env=environment, text=True, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            verdict = "failed" if done.returncode else "ok"
            print(f"{name:<22} {verdict:<7} {time.monotonic() - begun:5.1f} s", flush=True)
            if done.returncode:
                print(done.stdout, flush=True)
                failed.append(name)
        return failed


def tests() -> list[str]:
    """Run the tests on each database and return the names of the runs that failed."""
    debian.see_to()
    failed = []
    for name, command in TESTS.items():
        print(f"\n{name}", flush=True)
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        if subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
        ).returncode:
            failed.append(name)
    return failed


def main() -> int:
    failed = static()
    if failed:
        print(f"Failed: {', '.join(failed)}. The tests were not started.")
        return 1
    if "--static" in sys.argv[1:]:
        return 0
    failed = tests()
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Make or renew everything Kennispact needs; the standard library of Python 3.11 is enough to start it.

    setup.py run     what running needs: environment, command, message catalogues, database, covenant
    setup.py test    the same, and what the tests need (no database is touched)
    setup.py mutants the same, and what make mutants needs
    setup.py lock    write requirements/*.txt again from requirements/*.in

Each step leaves a stamp of what it was made from, so a repetition only does what changed. Nothing is ever
removed: ``run`` after ``test`` keeps the test packages.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS, VENV = ROOT / ".tools", ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
UV = TOOLS / "bin" / "uv"
# The Python under an activated environment, so that it does not matter whether one is active.
PYTHON = Path(sys.executable).resolve()
# Packages come from the registry the machine is set to; Python itself is never downloaded.
QUIET = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def fail(line: str) -> None:
    say(f"setup: {line}")
    raise SystemExit(1)


def command(*parts: str | Path) -> None:
    """Run one command in the project's folder; its own words are the explanation when it fails."""
    environment = {**os.environ, **QUIET}
    environment.pop("VIRTUAL_ENV", None)
    done = subprocess.run([str(part) for part in parts], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        fail(f"this went wrong (exit {done.returncode}): {' '.join(str(part) for part in parts)}")


def stamp_of(*sources: Path) -> str:
    """Return a fingerprint of the files and of the Python that is used."""
    digest = hashlib.sha256(f"{sys.version}\n{PYTHON}\n{ROOT}\n".encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()


def changed(stamp: Path, fingerprint: str) -> bool:
    return not stamp.is_file() or stamp.read_text() != fingerprint


def check_python() -> None:
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        fail(f"Python 3.11, 3.12 or 3.13 is needed; python3 is {sys.version.split()[0]}")
    try:
        import ensurepip  # noqa: F401, PLC0415 - only asked for
    except ModuleNotFoundError:
        fail("the module venv is missing; as root: apt-get install python3-venv")


def make_tools() -> None:
    """Put the pinned uv in .tools, from its hashes."""
    wanted = REQUIREMENTS / "tools.txt"
    stamp, fingerprint = TOOLS / "stamp", stamp_of(wanted)
    if not changed(stamp, fingerprint) and UV.exists():
        return
    say("setup: fetching uv ...")
    command(PYTHON, "-m", "venv", "--clear", TOOLS)
    command(
        TOOLS / "bin" / "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        wanted,
    )
    stamp.write_text(fingerprint)


def make_environment(kind: str) -> None:
    """Install the hashed requirements of ``kind`` (run or test) in .venv, and Kennispact itself, editable."""
    python = VENV / "bin" / "python"
    if not python.exists():
        if VENV.exists():
            shutil.rmtree(VENV)
        command(UV, "venv", "-q", "--python", PYTHON, VENV)
    wanted = REQUIREMENTS / f"{kind}.txt"
    # What the tests need contains, at the same versions, what running needs.
    enough = {"run": ("run", "test"), "test": ("test",), "mutants": ("mutants",)}[kind]
    if all(changed(VENV / f"stamp-{each}", stamp_of(REQUIREMENTS / f"{each}.txt")) for each in enough):
        say(f"setup: installing what {kind} needs ...")
        command(UV, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", wanted)
        (VENV / f"stamp-{kind}").write_text(stamp_of(wanted))
    project = VENV / "stamp-project"
    if changed(project, stamp_of(ROOT / "pyproject.toml")) or not (VENV / "bin" / "kennispact").exists():
        command(UV, "pip", "install", "-q", "--python", python, "--no-deps", "--offline", "-e", ROOT)
        project.write_text(stamp_of(ROOT / "pyproject.toml"))


def compile_messages() -> None:
    """Compile the catalogues that changed. Babel does it: Debian's gettext is not needed."""
    catalogues = (ROOT / "src").glob("kennispact/**/locale/*/LC_MESSAGES/django.po")
    stale = [po for po in catalogues if not _fresh(po.with_suffix(".mo"), po)]
    if stale:
        command(VENV / "bin" / "python", ROOT / "tools" / "messages.py", "compile", *stale)


def _fresh(made: Path, source: Path) -> bool:
    return made.is_file() and made.stat().st_mtime >= source.stat().st_mtime


def lock() -> None:
    # The tests run with the versions that people run with, and the mutants with those of the tests.
    for name, under in (("tools", ""), ("run", ""), ("test", "run"), ("mutants", "test")):
        same = ["-c", f"requirements/{under}.txt"] if under else []
        say(f"lock: requirements/{name}.txt")
        command(
            UV, "pip", "compile", "-q", "--upgrade", "--universal", "--generate-hashes", "--no-header",
            "--python-version", "3.11", *same, f"requirements/{name}.in", "-o", f"requirements/{name}.txt",
        )  # fmt: skip


def main(kind: str) -> None:
    check_python()
    make_tools()
    if kind == "lock":
        lock()
        return
    make_environment(kind)
    compile_messages()
    if kind == "run":
        command(VENV / "bin" / "kennispact", "setup")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"run", "test", "mutants", "lock"}:
        fail("say what for: run, test, mutants or lock")
    main(sys.argv[1])

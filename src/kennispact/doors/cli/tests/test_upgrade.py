"""The data of every released version opens in this one, and the past is answered as it was (R16)."""

import json
import lzma
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

RELEASES = sorted((Path(__file__).resolve().parents[5] / "tests" / "releases").iterdir())
ASK = """
import contextlib, io, json, sys
from kennispact.doors.cli.main import main
answers = {}
for question in sys.argv[1:]:
    sys.argv = ["kennispact", *question.split(), "--format", "json"]
    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.suppress(SystemExit):
        main()
    answers[question] = json.loads(said.getvalue())
print(json.dumps(answers))
"""


def facts(question, answer):
    """Return what may never change. A clause whose room was not there yet may get a state; titles may improve."""
    if not question.startswith("state"):
        return answer
    return {
        (clause["clause"], obligation["key"], one["key"]): (one["state"], one["kept_on"], one["due_on"])
        for clause in answer["clauses"]
        for obligation in clause["obligations"]
        for one in obligation["occurrences"]
        if one["state"] != "no-room-yet"
    }


def changed(old, new):
    """Return every fact of then that is another one, or none, now. New facts may have come beside it."""
    if isinstance(old, dict) and isinstance(new, dict):
        return [found for key in old for found in changed(old[key], new.get(key))]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [found for pair in zip(old, new, strict=True) for found in changed(*pair)]
    return [] if old == new else [(old, new)]


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_a_released_version_opens_here_keeps_its_invariants_and_answers_the_past_as_it_did(
    release, installed, tmp_path
):
    place = installed()
    backup = tmp_path / "kennispact.tar"
    backup.write_bytes(lzma.decompress((release / f"{connection.vendor}.tar.xz").read_bytes()))
    assert "refused" not in place.run("restore", backup)
    told = place.tell()
    assert (told["broken"], told["guarded"]) == ([], True)
    answers = json.loads(lzma.decompress((release / "answers.json.xz").read_bytes()))
    assert len(answers) >= 9
    command = [sys.executable, "-c", ASK, *answers]
    now = json.loads(
        subprocess.run(command, env=place.environment, check=True, stdout=subprocess.PIPE).stdout
    )
    for question, then in answers.items():
        assert facts(question, then), question
        assert changed(facts(question, then), facts(question, now[question])) == [], question

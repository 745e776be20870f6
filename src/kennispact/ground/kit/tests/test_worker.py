"""What is heavy runs in a process of its own, which may die without anybody noticing more than an error."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kennispact.ground.kit import typesetting
from kennispact.ground.kit.worker import Worker

HEAVY = {"typst", "python_calamine", "saxonche", "pikepdf", "openpyxl", "numpy", "weasyprint", "odfdo"}
DAY = date(2023, 1, 1)


def shout(question: bytes) -> bytes:
    """Answer as a worker."""
    if question == b"die":
        os._exit(3)
    return question.upper()


@pytest.fixture
def worker():
    made = Worker(f"{__name__}:shout", seconds=20)
    yield made
    made.stop()


def test_a_worker_answers_and_is_started_again_after_it_died(worker):
    assert worker.ask(b"deventer") == b"DEVENTER"
    first = worker.process.pid
    assert worker.ask(b"") == b""
    assert worker.process.pid == first
    with pytest.raises(OSError, match="stopped"):
        worker.ask(b"die")
    assert worker.ask(b"almere" * 50_000) == b"ALMERE" * 50_000


def test_a_template_that_cannot_be_set_is_an_error_and_not_a_paper(tmp_path):
    template = tmp_path / "paper.typ"
    template.write_text("#let d = json(bytes(sys.inputs.data))\n#set document(title: d)\n= #d")
    assert typesetting.pdf(template, '"Deventer"', DAY) == typesetting.pdf(template, '"Deventer"', DAY)
    with pytest.raises(typesetting.TypesettingError):
        typesetting.pdf(Path(template), "no json", DAY)


def test_signs_that_the_fonts_lack_are_set_as_squares(tmp_path):
    template = tmp_path / "words.typ"
    template.write_text('#set document(title: "Woorden")\n#set text(lang: "nl")\n#sys.inputs.data')
    assert typesetting.pdf(template, "Déventer 日本語 😀", DAY) == typesetting.pdf(
        template, "Déventer □□□ □", DAY
    )


def test_a_server_carries_no_library_that_only_its_helpers_use():
    said = (
        "import sys\nfrom kennispact.config import wsgi, urls\n"
        f"print(*sorted({HEAVY!r} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []

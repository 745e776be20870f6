"""The papers of an open project: what catalogues and newcomers read first."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
PUBLIC = yaml.safe_load((ROOT / "publiccode.yml").read_text())


def test_a_catalogue_finds_what_it_requires() -> None:
    required = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType"}
    assert (required | {"description", "legal", "maintenance", "localisation"}) - PUBLIC.keys() == set()
    assert PUBLIC["legal"]["license"] == "EUPL-1.2"
    assert PUBLIC["maintenance"]["contacts"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_catalogue_describes_it_in_both_languages(language: str) -> None:
    words = PUBLIC["description"][language]
    assert 0 < len(words["shortDescription"]) <= 150
    assert 150 <= len(words["longDescription"]) <= 10_000
    assert words["features"]


def test_the_licence_is_there_in_full() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("# EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [number for number in range(1, 16) if not re.search(rf"^## {number}\. ", text, re.MULTILINE)] == []


PAPERS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_to_a_file_leads_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", paper.read_text())
    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_every_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for paper in PAPERS:
        named = re.findall(r"(?:`|^|\s)make ([a-z-]+)(?=`|$|\s+#)", paper.read_text(), re.MULTILINE)
        assert set(named) <= targets, paper

"""The theme: contrast of every pair, nothing inline, nothing from elsewhere, vendored files as they came."""

import hashlib
import re
from pathlib import Path

import pytest
from django.apps import apps

from kennispact.ground.look.palette import TOKENS, colours

LOOK = Path(__file__).resolve().parents[1]
HOUSE = LOOK.parents[1]
STATIC = LOOK / "static" / "look"
PAIRS = re.findall(r"pair: --kp-([a-z0-9-]+) on --kp-([a-z0-9-]+) ([\d.]+)", TOKENS.read_text("utf-8"))
DECORATION = {"line"}  # hairlines that separate: no information is lost without them
TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21_so_the_measure_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=[f"{a} on {b}" for a, b, _ in PAIRS])
def test_every_pair_has_contrast_enough(front, back, least):
    assert contrast(colours()[front], colours()[back]) >= float(least)


def test_every_colour_is_in_a_pair():
    paired = {colour for pair in PAIRS for colour in pair[:2]}
    assert set(colours()) - paired == DECORATION


def test_the_sheets_use_tokens_and_no_colours_of_their_own():
    sheet = (STATIC / "look.css").read_text("utf-8")
    assert re.findall(r"#[0-9a-f]{3,8}\b", sheet) == []
    used = set(re.findall(r"var\(--(kp-[a-z0-9-]+)\)", sheet))
    assert used <= set(re.findall(r"--(kp-[a-z0-9-]+):", TOKENS.read_text("utf-8")))


def test_vendored_files_are_what_was_vendored():
    vendor = STATIC / "vendor"
    sums = dict(line.split("  ")[::-1] for line in (vendor / "SHA256SUMS").read_text("utf-8").splitlines())
    assert {path.name for path in vendor.iterdir()} == {*sums, "SHA256SUMS"}
    for name, expected in sums.items():
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == expected, name


def test_every_licence_came_along():
    for name in ("utrecht", "noto-sans", "source-serif-4"):
        assert "icen" in (STATIC / "vendor" / f"{name}-LICENSE.txt").read_text("utf-8")


def test_the_sheets_stay_small():
    assert sum(path.stat().st_size for path in STATIC.rglob("*.css")) < 80_000


@pytest.mark.parametrize("sheet", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_no_sheet_asks_another_host_or_holds_an_image_in_itself(sheet):
    assert re.findall(r"url\((?!\"vendor/)|@import|https?://", sheet.read_text("utf-8")) == []


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_template_has_script_or_style_in_itself(template):
    text = re.sub(
        r"{#.*?#}|{% comment %}.*?{% endcomment %}|{% with .*?%}",
        "",
        template.read_text("utf-8"),
        flags=re.DOTALL,
    )
    assert (
        re.findall(
            r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(?:\ssrc=|type=\"application/json\"))",
            text,
        )
        == []
    )
    assert re.findall(r"(?:src|action)=[\"']https?:|<link[^>]*https?:|rijkshuisstijl", text) == []


def test_no_python_writes_a_style_attribute():
    assert [path.name for path in LOOK.glob("*.py") if re.search(r"\sstyle=", path.read_text("utf-8"))] == []


def test_our_field_template_goes_before_djangos():
    names = [config.name for config in apps.get_app_configs()]
    assert names.index("kennispact.ground.look") < names.index("django.forms")

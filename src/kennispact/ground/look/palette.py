"""The colours of the theme, read from the one file that declares them, and what is painted with them."""

import re
from functools import cache
from pathlib import Path

from kennispact.ground.look.states import SHAPES

TOKENS = Path(__file__).parent / "static" / "look" / "tokens.css"
_COLOUR = re.compile(r"--kp-([a-z0-9-]+):\s*(#[0-9a-f]{6})\s*;")


@cache
def colours() -> dict[str, str]:
    """Return every colour token, such as ``{"ink": "#0d2f38"}``."""
    return dict(_COLOUR.findall(TOKENS.read_text("utf-8")))


def paint(css_class: str, colour: str) -> str:
    """Return the attributes that colour a shape: a class for pages, a colour for papers."""
    return f'class="{css_class}" fill="{colours()[colour]}"'


def tone_colour(tone: str) -> str:
    """Return the name of the colour that draws a state's tone."""
    return "idle" if tone == "absent" else tone


def key_mark(shape: str, tone: str) -> str:
    """Return the mark of a state for a legend."""
    colour = colours()[tone_colour(tone)]
    return f'<svg viewBox="0 0 16 16" color="{colour}" aria-hidden="true">{SHAPES[shape]}</svg>'

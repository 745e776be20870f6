"""The colours of the theme, read from the one file that declares them."""

import re
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).parent / "static" / "look" / "tokens.css"
_COLOUR = re.compile(r"--kp-([a-z0-9-]+):\s*(#[0-9a-f]{6})\s*;")


@cache
def colours() -> dict[str, str]:
    """Return every colour token, such as ``{"ink": "#0d2f38"}``."""
    return dict(_COLOUR.findall(TOKENS.read_text("utf-8")))

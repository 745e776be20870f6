"""The typesetter: one warm compiler a template. Only the process of :mod:`.typesetting` loads typst.

The fonts are the ones that come with typst (Libertinus), so a paper looks the same on every machine.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

STANDARDS: Any = ["a-3a", "ua-1"]


@lru_cache(maxsize=4)
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(template, root=str(Path(template).parent), ignore_system_fonts=True)


def answer(question: bytes) -> bytes:
    """Return a PDF, or why there is none."""
    asked = json.loads(question)
    try:
        made: Any = _compiler(asked["template"]).compile(
            format="pdf",
            sys_inputs={"data": asked["data"]},
            pdf_standards=STANDARDS,
            timestamp=asked["timestamp"],
        )
    except Exception as error:  # noqa: BLE001 - the one that asks must hear it
        return f"{type(error).__name__}: {error}".encode()
    return bytes(made)

"""Pick the vendored files out of ``node_modules`` and write their checksums. See README.md."""

import hashlib
import json
import os
import re
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = Path(os.environ.get("NODE_MODULES", HERE / "node_modules"))
TARGET = HERE.parents[1] / "src/kennispact/ground/look/static/look/vendor"

COMPONENTS = (
    *("skip-link", "heading-1", "heading-2", "heading-3", "paragraph", "link", "unordered-list"),
    *("button", "alert", "table", "data-list", "form-label", "form-field-description"),
    *("form-field-error-message", "textbox", "textarea", "select"),
)
# Forced states, restyling of bare elements and parts we never write in a template.
UNUSED = re.compile(
    r"--(html-(?!table)|hover|focus|active|pressed|busy|placeholder|forced-colors|telephone|read-only|visible\b|hidden"
    r"|voorvoegsel|tel-|tel\b|postal|house|iban|url|warning-|subtle|ready|box-content|rtl|ltr|arrows|first|sticky"
    r"|numeric-|selected|disabled|submit|visited|multiline|center|truncate|last\b|password|numeric\b|fixed|oneline|inset|nested|distanced|spring)|__placeholder|:placeholder|:dir\(|fieldset--radio|(button--warning|secondary-action\.utrecht-button--danger)|:disabled|:read-only|__container|header-cell-button|figcaption|__b\b|__small|has\(\.utrecht-button|row--alt|overflow-inline"
)
FONTS = {
    "@fontsource/noto-sans": ("noto-sans-latin-400-normal", "noto-sans-latin-700-normal"),
    "@fontsource/source-serif-4": ("source-serif-4-latin-600-normal",),
}
NOTICE = """/*!
 * Parts of @utrecht/component-library-css %s, pruned for Kennispact by tools/vendor.
 * Copyright (c) 2020-2025 Gemeente Utrecht, Frameless B.V. Licensed under the EUPL-1.2.
 */
"""


def blocks(css: str) -> list[tuple[str, str]]:
    """Split a style sheet in (prelude, body) pairs at the outermost braces."""
    found, depth, start, prelude = [], 0, 0, ""
    for place, sign in enumerate(css):
        if sign == "{":
            depth += 1
            if depth == 1:
                prelude, start = css[start:place].strip(), place + 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                found.append((prelude, css[start:place]))
                start = place + 1
    return found


def selectors(prelude: str) -> list[str]:
    """Split a selector list at its outermost commas."""
    return [part.strip() for part in re.split(r",(?![^()]*\))", prelude)]


def prune(css: str) -> str:
    """Return the style sheet without comments and without the rules we never apply."""
    kept = []
    for prelude, body in blocks(re.sub(r"/\*.*?\*/|@charset[^;]*;", "", css, flags=re.DOTALL)):
        if prelude.startswith("@"):
            inner = prune(body)
            if inner:
                kept.append(f"{prelude}{{{inner}}}")
        else:
            wanted = [selector for selector in selectors(prelude) if not UNUSED.search(selector)]
            if wanted and body.strip():
                kept.append(f"{','.join(wanted)}{{{body.strip()}}}\n")
    return "".join(kept)


def substitute(value: str, known: set[str]) -> str | None:
    """Replace tokens that nobody sets by their fallback; ``None`` when there is none to fall back on."""
    done = 0
    while (start := value.find("var(", done)) >= 0:
        end, depth = start + 4, 1
        while depth:
            depth += {"(": 1, ")": -1}.get(value[end], 0)
            end += 1
        name, comma, fallback = value[start + 4 : end - 1].partition(",")
        if name.strip() not in known:
            if not comma:
                return None
            value = value[:start] + fallback.strip() + value[end:]
        elif comma:
            inner = substitute(fallback.strip(), known)
            new = f"var({name.strip()})" if inner is None else f"var({name.strip()},{inner})"
            value, done = value[:start] + new + value[end:], start + len(new)
        else:
            done = end
    return " ".join(value.split())


def fold(css: str, known: set[str], read: set[str]) -> str:
    """Return the style sheet with every unset token folded away, and without what then says nothing.

    ``read`` are the private tokens that some rule reads; the others need not be set.
    """
    kept = []
    for prelude, body in blocks(css):
        if prelude.startswith("@"):
            inner = fold(body, known, read)
        else:
            inner = ";".join(
                f"{name}:{value}"
                for name, _, text in (line.partition(":") for line in declarations(body))
                if (not name.startswith("--_") or name in read)
                and (value := substitute(text, known)) is not None
            )
        if inner:
            kept.append(f"{prelude}{{{inner}}}\n")
    return "".join(kept)


def declarations(body: str) -> list[str]:
    """Split the body of a rule in declarations."""
    return [part.strip() for part in re.split(r";(?![^()]*\))", body) if part.strip()]


def settled(css: str) -> str:
    """Fold until nothing changes: what was folded away may have set another token."""
    tokens = set(re.findall(r"(--[a-z0-9-]+):", (TARGET.parent / "tokens.css").read_text("utf-8")))
    before = ""
    while css != before:
        before = css
        known = tokens | set(re.findall(r"[{;\s](--[a-z0-9_-]+):", css))
        css = fold(css, known, set(re.findall(r"var\(\s*(--_[a-z0-9_-]+)", css)))
    return css


def main() -> None:
    """Write style sheet, fonts, licences and checksums."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    whole = MODULES / "@utrecht/component-library-css"
    version = json.loads((whole / "package.json").read_text("utf-8"))["version"]
    parts = [(MODULES / f"@utrecht/{name}-css/dist/index.min.css").read_text("utf-8") for name in COMPONENTS]
    (TARGET / "utrecht.css").write_text(NOTICE % version + settled("".join(map(prune, parts))), "utf-8")
    shutil.copyfile(whole / "LICENSE.md", TARGET / "utrecht-LICENSE.txt")
    for package, names in FONTS.items():
        family = package.partition("/")[2]
        for name in names:
            shutil.copyfile(MODULES / package / "files" / f"{name}.woff2", TARGET / f"{name}.woff2")
        shutil.copyfile(MODULES / package / "LICENSE", TARGET / f"{family}-LICENSE.txt")
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(TARGET.iterdir())
    ]
    (TARGET / "SHA256SUMS").write_text("".join(sums), "utf-8")


if __name__ == "__main__":
    main()

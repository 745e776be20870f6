"""The linking's numbers as rows for docs/performance.md."""

from typing import Any

FIELDS = ("plain", "split", "hard")
ENGINES = {
    "ours": "ours",
    "tantivy": "tantivy, compounds apart",
    "fts5": "SQLite FTS5",
    "postgres": "PostgreSQL",
}
HEAD = [
    "| Engine | whole answer p50 / p95 ms | words only p50 / p95 ms | ratio p50 | hit@10 by words: plain / split / hard "
    "| build wall s | CPU s | ratio CPU | memory MB | add 1 / 100 ms |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
]


def rows(found: dict[tuple[str, str], Any]) -> list[str]:
    """Return a row per engine; ratios are against tantivy, of the same work: words only, ten answers."""
    base = found["tantivy", "query"]["plain"], found["tantivy", "build"]
    lines = []
    for engine, name in ENGINES.items():
        if (engine, "query") not in found:
            lines.append(f"| {name} | not measured: not installed |")
            continue
        asked, built, added = (found[engine, mode] for mode in ("query", "build", "add"))
        words = asked.get("words_only", asked["plain"])
        kind = "words_hit10" if engine == "ours" else "hit10"
        hits = " / ".join(f"{asked[f'{kind}_{field}']:.2f}" for field in FIELDS)
        whole = f"{asked['plain']['p50']:.2f} / {asked['plain']['p95']:.2f}" if engine == "ours" else ""
        cpu = built["cpu_s"] / base[1]["cpu_s"]
        lines.append(
            f"| {name} | {whole} | {words['p50']:.2f} / {words['p95']:.2f} | {words['p50'] / base[0]['p50']:.2f} "
            f"| {hits} | {built['wall_s']:.1f} | {built['cpu_s']:.1f} | {'' if engine == 'postgres' else f'{cpu:.1f}'} "
            f"| {built['rss_mb']:.0f} | {added['add1_ms_p50']:.1f} / {added['add100_ms']:.0f} |"
        )
    return lines

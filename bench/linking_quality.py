"""What every part of the linking brings, and whether the numbers were tuned to the questions.

usage: linking_quality.py FOLDER...   (questions.jsonl, qrels.tsv, clusters.tsv; items.jsonl or our products)

Prints the scores as shipped, with one part taken away at a time, with every number of the ranking turned,
and what cross-validation says: numbers chosen on a part of the questions, scored on the rest.
"""

import contextlib
import itertools
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
from kennispact.programme.linking import analyser, matcher, thesaurus, wordlists
from kennispact.programme.linking.bench import read_items, read_questions
from kennispact.programme.linking.compounds import Splitter
from kennispact.programme.linking.engine import Engine
from kennispact.programme.linking.thesaurus import Thesaurus
from kennispact.programme.linking.weights import Weights

PRODUCTS = Path(__file__).parents[1] / "data" / "products.jsonl"


class Gold:
    """The judgements: relevant items with grade, clusters of questions, themes of a question."""

    def __init__(self, folder: Path) -> None:
        own = folder / "items.jsonl"
        self.items = read_items(own if own.exists() else PRODUCTS)
        self.questions = read_questions(folder / "questions.jsonl")
        rows = [
            json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        self.themes = {row["id"]: set(row["themes"]) for row in rows}
        self.grades: dict[str, dict[str, int]] = defaultdict(dict)
        for question, item, grade in _table(folder / "qrels.tsv"):
            self.grades[question][item] = int(grade)
        self.mates: dict[str, set[str]] = defaultdict(set)
        clusters: dict[str, list[str]] = defaultdict(list)
        for cluster, question, strength in _table(folder / "clusters.tsv"):
            if strength == "strict":
                clusters[cluster].append(question)
        for members in clusters.values():
            for one in members:
                self.mates[one] |= set(members) - {one}


def _table(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def score(
    gold: Gold, weights: Weights | None = None, concepts: Thesaurus | None = None
) -> dict[str, dict[str, float]]:
    """Return per question: ndcg, recall, pair, theme."""
    engine = Engine.build(gold.items, gold.questions, concepts, weights=weights)
    found: dict[str, dict[str, float]] = {}
    for question in gold.questions:
        ranking = engine.rank(question.body, leave_out=question.key)
        one: dict[str, float] = {"theme": float(bool(set(ranking.themes[:1]) & gold.themes[question.key]))}
        grades = gold.grades.get(question.key)
        if grades:
            top = [candidate.key for candidate in ranking.items[:10]]
            best = sorted(grades.values(), reverse=True)[:10]
            one["ndcg"] = _gain([grades.get(key, 0) for key in top]) / _gain(best)
            one["recall"] = sum(key in grades for key in top) / len(grades)
        if mates := gold.mates.get(question.key):
            near = [candidate.key for candidate in ranking.questions[:5]]
            one["pair"] = sum(mate in near for mate in mates) / len(mates)
        found[question.key] = one
    return found


def means(found: dict[str, dict[str, float]], only: set[str] | None = None) -> dict[str, float]:
    result = {}
    for measure in ("ndcg", "recall", "pair", "theme"):
        values = [
            one[measure] for key, one in found.items() if measure in one and (only is None or key in only)
        ]
        result[measure] = sum(values) / len(values) if values else float("nan")
    return result


def line(name: str, scores: dict[str, float]) -> None:
    print(
        f"| {name} | "
        + " | ".join(f"{scores[key]:.3f}" for key in ("ndcg", "recall", "pair", "theme"))
        + " |",
        flush=True,
    )


@contextlib.contextmanager
def patched(place: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(place, name)
    setattr(place, name, value)
    try:
        yield
    finally:
        setattr(place, name, before)


def snowball(language: str) -> Any:
    import Stemmer

    stemmer = Stemmer.Stemmer(language)
    return lambda word, exceptions: exceptions.get(word) or stemmer.stemWord(word)


def without(gold: Gold) -> None:
    shipped = Thesaurus.shipped()
    plain = Weights()
    line("as shipped", means(score(gold)))
    for name, weights in {
        "without the thesaurus (words and parts only)": replace(plain, concepts=0, themes=0, answers=0),
        "without shared words (thesaurus only)": replace(plain, lexical=0),
        "without counting many shared words for more": replace(plain, many=0),
        "without theme likeness": replace(plain, themes=0),
        "without broader concepts": replace(plain, broader=0.0),
        "without title weight": replace(plain, title=0),
        "without rarity of concepts": replace(plain, rarity=0.01),
        "without what the best products tell": replace(plain, teachers=0),
        "without likeness through answers (pairs)": replace(plain, answers=0),
    }.items():
        line(name, means(score(gold, weights)))
    with patched(Splitter, "loosely", lambda _self, _word: ()):
        line("without loose cuts", means(score(gold)))
        with patched(Splitter, "cut", lambda _self, _word: ()):
            line("without taking compounds apart, anywhere", means(score(gold)))
    for language in ("dutch", "dutch_porter"):
        with patched(analyser, "stem", snowball(language)):
            line(f"with Snowball `{language}` + exceptions as stemmer", means(score(gold)))
    with patched(analyser, "stem", lambda word, _exceptions: word):
        line("without stemming", means(score(gold)))
    with patched(matcher, "_coverage", lambda _met, _owner: 1.0):
        line("without counting how much of a compound is meant", means(score(gold)))
    with patched(thesaurus, "STARS", {"": 1.0, "*": 1.0, "**": 1.0}):
        equal = Thesaurus.parse(wordlists.read("thesaurus.txt"))
        line("with general concepts in full", means(score(gold, concepts=equal)))
    for share in (2, 4):
        some = [
            replace(one, terms=tuple(term for place, term in enumerate(one.terms) if place % share == 0))
            for one in shipped.concepts.values()
        ]
        line(f"with one in {share} of the thesaurus' terms", means(score(gold, concepts=Thesaurus(some))))


def turned(gold: Gold) -> None:
    plain = Weights()
    for name, values in {
        "lexical": (0.25, 1.0), "many": (3.0, 12.0), "concepts": (0.25, 1.0),
        "themes": (0.25, 1.0), "title": (0.4, 1.6), "broader": (0.4, 0.75), "rarity": (0.15, 0.6),
        "second_theme": (0.6, 1.0), "answers": (0.25, 1.0),
        "teachers": (4, 14), "taught_concepts": (0.2, 0.8), "taught_themes": (1.0, 4.0),
    }.items():  # fmt: skip
        for value in values:
            line(
                f"{name} {getattr(plain, name)} -> {value}",
                means(score(gold, replace(plain, **{name: value}))),
            )


def crossed(gold: Gold) -> None:
    """Choose numbers on some of the questions, score on the others."""
    grid = [
        Weights(lexical=lexical, concepts=concepts, themes=themes, title=title, broader=broader)
        for lexical, concepts, themes, title, broader in itertools.product(
            (0.3, 0.5, 0.8), (0.5,), (0.3, 0.5, 0.8), (0.4, 0.8, 1.4), (0.4, 0.6, 0.75)
        )
    ]
    runs = [score(gold, weights) for weights in grid]
    ids = sorted(gold.themes)
    folds: dict[str, list[set[str]]] = {
        "six folds": [set(ids[start::6]) for start in range(6)],
        "leave one theme group out": [
            {key for key in ids if slug in gold.themes[key]}
            for slug in sorted(set().union(*gold.themes.values()))
        ],
    }
    for name, parts in folds.items():
        held: dict[str, list[dict[str, float]]] = defaultdict(list)
        for part in parts:
            rest = set(ids) - part
            best = max(
                runs,
                key=lambda run: sum(means(run, rest)[key] for key in ("ndcg", "recall", "pair", "theme")),
            )
            for key in part:
                held[key].append(best[key])
        merged = {
            key: {measure: sum(one[measure] for one in several) / len(several) for measure in several[0]}
            for key, several in held.items()
        }
        line(f"chosen on the rest: {name}", means(merged))
    best = max(runs, key=lambda run: sum(means(run).values()))
    line(f"the best of {len(grid)} on all (tuned, not to be believed)", means(best))
    line(f"the worst of {len(grid)}", means(min(runs, key=lambda run: sum(means(run).values()))))


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        gold = Gold(Path(folder))
        print(f"\n| {Path(folder).name} | nDCG@10 | recall@10 | strict pair recall@5 | theme@1 |")
        print("| --- | --- | --- | --- | --- |")
        for part in (without, turned, crossed):
            part(gold)

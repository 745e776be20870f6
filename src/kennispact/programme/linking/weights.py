"""The few numbers of the ranking. How each was chosen and what it brings: ``docs/linking.md``."""

from dataclasses import dataclass

BM25_K1 = 1.2  # as in tantivy, so that both sides count alike
BM25_B = 0.75


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that can be turned. The plateau around these values is broad."""

    lexical: float = 0.5  # share of the shared words
    many: float = 6.0  # what sharing many telling words adds: such a document is surely meant
    concepts: float = 0.5
    themes: float = 0.5
    title: float = 0.8  # what a concept counts for more when it stands in the title
    broader: float = 0.6  # what a step to the broader concept keeps
    rarity: float = 0.3  # power of the rarity of a concept
    second_theme: float = 0.8  # a concept's later themes against its first
    vectors: float = 0.3  # only when an installation brings word vectors
    answers: float = 0.5  # questions only: that the same products answer both
    teachers: int = 7  # the best products, that say what a question is about beside its own words
    taught_concepts: float = 0.4  # what they say of concepts, where the question itself is 1
    taught_themes: float = 2.0  # and of theme groups
    judged: float = 0.3  # links that readers confirmed or rejected for like questions
    candidates: int = 60  # taken from the index for every way of looking, then ranked in full

"""Marking of sentences that are shown to people.

Rules know no language. They mark a sentence with :func:`N_` so that it reaches the catalogues,
and the doors translate it when they show it.
"""


def N_(sentence: str) -> str:  # noqa: N802 - the customary name of a marker that does nothing
    """Return the sentence unchanged; its presence puts it in the catalogues."""
    return sentence

"""When questions may become one, and who takes part."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_

MOST_ORIGINS = 20
LONGEST_REASON = 500
WITHDRAWN, CLOSED = "withdrawn", "closed"


def proposal_refusals(origins: int, *, all_open: bool, all_live: bool) -> Iterator[Refusal]:
    """Refuse a joint question of nothing, of secrets, or of what is over. Source: B1."""
    if not 1 <= origins <= MOST_ORIGINS:
        yield Refusal("joint.no-origin", N_("Choose the questions it comes from."), "B1", field="questions")
    if not all_open:
        yield Refusal(
            "joint.in-confidence",
            N_("A question in confidence cannot be joined. Whoever asked it has to open it first."),
            "B1",
            field="questions",
        )
    if not all_live:
        yield Refusal("joint.over", N_("This question was withdrawn or closed."), "B1", field="questions")


def reply_refusals(before: bool | None, *, joins: bool) -> Iterator[Refusal]:
    """Refuse to say the same twice."""
    if before is joins:
        yield Refusal("joint.said-before", N_("Your city said this already."), "B1")


def live_refusals(ended: str) -> Iterator[Refusal]:
    """Refuse a change of a joint question that is over. ``ended`` says how, or nothing."""
    if ended:
        yield Refusal("joint.ended", N_("This joint question was withdrawn or closed."), "B1")


def why_refusals(why: str) -> Iterator[Refusal]:
    """Refuse to end a joint question without a reason, or with a report."""
    if not why:
        yield Refusal("joint.no-reason", N_("Say why it ends."), "B1", field="why")
    if len(why) > LONGEST_REASON:
        yield Refusal(
            "joint.long-reason",
            N_("This is longer than %(most)s signs. Make it shorter."),
            facts={"most": LONGEST_REASON},
            field="why",
        )


def taking_part(askers: Collection[str], replies: Mapping[str, bool]) -> tuple[str, ...]:
    """Return who takes part: whoever asked and did not say no, and whoever said yes.

    >>> taking_part(["a", "b"], {"b": False, "c": True})
    ('a', 'c')
    """
    asking = [one for one in dict.fromkeys(askers) if replies.get(one, True)]
    return tuple(dict.fromkeys((*asking, *(key for key, joins in replies.items() if joins))))


def clusters(
    alike: Iterable[tuple[int, int]], linked: Iterable[tuple[int, int]], apart: Collection[tuple[int, int]]
) -> tuple[tuple[int, ...], ...]:
    """Return groups of questions that belong together: linked by people, or each among the other's nearest.

    ``alike`` are directed: question, one of its nearest. What people rejected (``apart``) does not join two.

    >>> clusters([(1, 2), (2, 1), (3, 1)], [(3, 4)], [])
    ((1, 2), (3, 4))
    """
    near = set(alike)
    pairs = {(one, other) for one, other in near if (other, one) in near} | set(linked)
    group: dict[int, set[int]] = {}
    for one, other in sorted(pair for pair in pairs if pair not in apart and pair[::-1] not in apart):
        joined = group.get(one, {one}) | group.get(other, {other})
        for member in joined:
            group[member] = joined
    found = {tuple(sorted(members)) for members in group.values()}
    return tuple(sorted(one for one in found if len(one) > 1))

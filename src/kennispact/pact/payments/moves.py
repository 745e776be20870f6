"""What was paid too much on one item goes to another, and what goes back when the money was not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kennispact.pact.payments.rules import Claim


@dataclass(frozen=True, slots=True)
class Move:
    """What was paid too much on ``origin`` goes to ``item`` of the same city, in cents."""

    origin: str
    item: str
    cents: int


def moves(claims: Sequence[Claim]) -> tuple[Move, ...]:
    """Set what one city paid too much off against what it has open, in the order of its claims.

    >>> def claim(item, billed, open):
    ...     return Claim(item, "GM0150", "Deventer", billed, open)
    >>> moves([claim("1", 900, -300), claim("2", 100, 100), claim("3", 900, 900)])
    (Move(origin='1', item='2', cents=100), Move(origin='1', item='3', cents=200))
    """
    left = {claim.item: claim.open for claim in claims}
    found: list[Move] = []
    for origin in claims:
        for claim in claims:
            cents = min(-left[origin.item], left[claim.item])
            if cents > 0:
                left[origin.item] += cents
                left[claim.item] -= cents
                found.append(Move(origin.item, claim.item, cents))
    return tuple(found)


class Moved(Protocol):
    """A set-off as it was carried out: a :class:`Move`, or the act."""

    @property
    def origin(self) -> str: ...  # noqa: D102
    @property
    def item(self) -> str: ...  # noqa: D102
    @property
    def cents(self) -> int: ...  # noqa: D102


M = TypeVar("M", bound=Moved)


def without_ground(opens: Mapping[str, int], standing: Sequence[M], item: str, cents: int) -> tuple[M, ...]:
    """Return the set-offs that go too when ``cents`` less is paid on an item: it was not paid too much.

    ``opens`` is what each item has open now, in cents; ``standing`` the set-offs, the newest first. What was
    paid with a set-off that goes may have been set off in turn.

    >>> without_ground({"1": 0, "2": 0}, [Move("1", "2", 70)], "1", 900)
    (Move(origin='1', item='2', cents=70),)
    >>> without_ground({"1": -100, "2": 0}, [Move("1", "2", 70)], "1", 90)
    ()
    """
    left, there, found = dict(opens), list(standing), list[M]()
    lost = [(item, cents)]
    while lost:
        where, less = lost.pop()
        left[where] = left.get(where, 0) + less
        for move in [one for one in there if one.origin == where]:
            if left[where] <= 0:
                break
            there.remove(move)
            found.append(move)
            left[where] -= move.cents
            lost.append((move.item, move.cents))
    return tuple(found)

"""What the money comes to, in plain whole cents: the model that the product is held against. It imports nothing of it."""

from collections import Counter
from dataclasses import dataclass, field

LAST = 2027
RATE = 15  # cents per inhabitant


def vat_of(net):
    return (net * 21 + 50) // 100


@dataclass
class Bill:
    """An invoice: what it asks, what was credited of it, and what came in on it less what went back."""

    text: str
    city: str
    year: int
    net: int
    apart: bool = False
    carries: frozenset = frozenset()
    noted: set = field(default_factory=set)
    credited: int = 0
    credited_vat: int = 0
    paid: int = 0

    @property
    def left(self):
        return self.net - self.credited

    @property
    def left_vat(self):
        return vat_of(self.net) - self.credited_vat

    @property
    def open(self):
        return self.left + self.left_vat - self.paid

    def may_credit(self, net):
        return 0 < net <= self.left and (net < self.left or vat_of(net) == self.left_vat)

    def credit(self, net):
        vat = self.left_vat if net == self.left else vat_of(net)
        self.credited += net
        self.credited_vat += vat


@dataclass
class Surplus:
    """An amount divided over the cities, who agrees, and what was set off of it by now."""

    shares: dict
    agreed: set = field(default_factory=set)
    begun: bool = False


class Books:
    """Every bill, and every surplus: a name each, in the order they came."""

    def __init__(self, inhabitants):
        self.inhabitants = inhabitants
        self.numbers = Counter()
        self.bills = {}
        self.surpluses = {}
        self.set_off = {city: {} for city in inhabitants}

    def bill(self, city, year, net, **more):
        self.numbers[year] += 1
        text = f"G40-{year}-{self.numbers[year]:04d}"
        self.bills[text] = Bill(text, city, year, net, **more)

    def last(self, city, year):
        """Return the newest invoice for a contribution."""
        found = [one for one in self.bills.values() if (one.city, one.year, one.apart) == (city, year, False)]
        return found[-1] if found else None

    def owed(self, city, year):
        off = self.set_off[city].values() if year == LAST else ()
        return self.inhabitants[city] * RATE - sum(off)

    def due(self, year, again=()):
        """Return the cities that a run makes an invoice for."""
        for city in self.inhabitants:
            last = self.last(city, year)
            once_more = city in again and last is not None and not last.left
            if (last is None or once_more) and self.owed(city, year) > 0:
                yield city

    def issue(self, city, year):
        carries = frozenset(self.set_off[city]) if year == LAST else frozenset()
        self.bill(city, year, self.owed(city, year), carries=carries)

    def credit(self, bill, net):
        bill.credit(net)
        self.numbers[bill.year] += 1

    def move(self, transfers, sign):
        """Take what was paid from one bill to another, or back."""
        for one in transfers:
            self.bills[one.origin].paid -= one.cents * sign
            self.bills[one.item].paid += one.cents * sign

    # ---- a surplus ---------------------------------------------------------------------------------

    def divided(self, cents):
        """Return the share of each city, or nothing if that cannot be set off."""
        weights = {city: number * RATE for city, number in self.inhabitants.items()}
        whole = sum(weights.values())
        shares = {city: cents * weight // whole for city, weight in weights.items()}
        first = sorted(weights, key=lambda city: (-(cents * weights[city] % whole), city))
        for city in first[: cents - sum(shares.values())]:
            shares[city] += 1
        return shares if cents < whole and all(shares[city] < weights[city] for city in weights) else {}

    def propose(self, name, shares):
        self.surpluses[name] = Surplus(shares)

    def is_set_off(self, name, city):
        """Tell whether it is written down, and an invoice that stands without it was credited for it."""
        last = self.last(city, LAST)
        stands = last is not None and last.left and name not in last.carries
        noted = any(name in one.noted for one in self.bills.values() if one.city == city)
        return name in self.set_off[city] and (noted or not stands)

    def to_do(self, name):
        return [
            city
            for city, cents in self.surpluses[name].shares.items()
            if cents and not self.is_set_off(name, city)
        ]

    def waiting(self):
        """Return the surplus that was proposed and not carried out to the last share."""
        found = [name for name, one in self.surpluses.items() if not one.begun or self.to_do(name)]
        return found[0] if found else None

    def may_carry_out(self, name):
        standing = [city for city in self.to_do(name) if (last := self.last(city, LAST)) and last.left]
        return len(self.surpluses[name].agreed) == 2 and len(standing) in {0, len(self.to_do(name))}

    def carry_out(self, name, cities, *, stopped=False):
        """Set off what can be; return the cities that were refused. ``stopped``: before the first credit note."""
        one, refused = self.surpluses[name], []
        one.begun = True
        for city in cities:
            cents, last = one.shares[city], self.last(city, LAST)
            to_credit = last is not None and last.left and name not in last.carries | last.noted
            if not cents:
                continue
            if to_credit and not last.may_credit(cents):
                refused.append(city)
                continue
            self.set_off[city].setdefault(name, cents)
            if to_credit:
                if stopped:
                    break
                self.credit(last, cents)
                last.noted.add(name)
        return refused

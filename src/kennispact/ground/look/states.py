"""The states a badge can show: a word, a shape and a tone. Colour never stands alone."""

import re
from dataclasses import dataclass
from pathlib import Path

from kennispact.ground.kit.words import N_


@dataclass(frozen=True, slots=True)
class Sign:
    """How a state is shown: ``label`` an English msgid, ``tone`` a CSS suffix, ``shape`` a key of SHAPES."""

    label: str
    tone: str
    shape: str


# Drawn on 16 x 16, in the colour of the text. Pages refer to the file, which a browser fetches once;
# drawings that must stand alone take what is in it.
_FILE = Path(__file__).parent / "static" / "look" / "shapes.svg"
SHAPES = dict(re.findall(r'<symbol id="([a-z-]+)"[^>]*>(.*)</symbol>', _FILE.read_text(encoding="utf-8")))

STATES = {
    # Obligations
    "kept": Sign(N_("Kept"), "kept", "check-full"),
    "kept-late": Sign(N_("Kept late"), "late", "check-late"),
    "on-course": Sign(N_("On course"), "course", "arrow"),
    "due-soon": Sign(N_("Due soon"), "soon", "hourglass"),
    "overdue": Sign(N_("Overdue"), "overdue", "warning"),
    "not-enough-facts": Sign(N_("Not enough facts"), "unknown", "question"),
    "not-applicable": Sign(N_("Not applicable yet"), "idle", "dash"),
    "no-room-yet": Sign(N_("Not in Kennispact yet"), "absent", "hollow"),
    # Agreements
    "none": Sign(N_("No agreement yet"), "absent", "hollow"),
    "drafted": Sign(N_("Drafted"), "idle", "pen"),
    "sent": Sign(N_("Sent"), "course", "sent"),
    "college-decided": Sign(N_("College decided"), "course", "stamp"),
    "signed-by-city": Sign(N_("Signed by the city"), "course", "half"),
    "signed-by-partner": Sign(N_("Signed by the partner"), "course", "half"),
    "signed": Sign(N_("Signed by both"), "course", "dot"),
    "registered": Sign(N_("Registered"), "kept", "check-full"),
    "in-force": Sign(N_("In force"), "kept", "check-full"),
    "upcoming": Sign(N_("Not yet in force"), "course", "arrow"),
    "notice-given": Sign(N_("Notice given"), "soon", "leaving"),
    "ended": Sign(N_("Ended"), "idle", "stop"),
    "refused": Sign(N_("Refused by the college"), "overdue", "cross"),
    # Acts and people
    "struck": Sign(N_("Struck"), "absent", "cross"),
    "waiting": Sign(N_("Waiting"), "soon", "hourglass"),
    # Letters
    "queued": Sign(N_("Waiting"), "soon", "hourglass"),
    "under-way": Sign(N_("Under way"), "course", "sent"),
    "uncertain": Sign(N_("Not sure"), "overdue", "question"),
    "given-up": Sign(N_("Not delivered"), "overdue", "cross"),
    "bounced": Sign(N_("Came back"), "overdue", "warning"),
    "done": Sign(N_("Done"), "kept", "check-full"),
    "paid": Sign(N_("Paid"), "kept", "check-full"),
    "open": Sign(N_("Open"), "course", "dot"),
}


def sign_of(state: object) -> Sign:
    """Return the sign of a state's code (``kept_late`` and ``kept-late`` are one); unknown codes stay grey.

    >>> sign_of("kept_late").tone, sign_of("elsewhere").label
    ('late', 'elsewhere')
    """
    code = str(getattr(state, "value", state)).replace("_", "-").lower()
    return STATES.get(code) or Sign(code.replace("-", " "), "idle", "dot")

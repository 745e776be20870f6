"""The states a badge can show: a word, a shape and a tone. Colour never stands alone."""

from dataclasses import dataclass

from kennispact.ground.kit.words import N_


@dataclass(frozen=True, slots=True)
class Sign:
    """How a state is shown: ``label`` an English msgid, ``tone`` a CSS suffix, ``shape`` a key of SHAPES."""

    label: str
    tone: str
    shape: str


# Drawn on 16 x 16, in the colour of the text.
SHAPES = {
    "check-full": '<path fill="currentColor" fill-rule="evenodd" d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm3.9 '
    '5.2-4.5 5.2a1 1 0 0 1-1.5 0L4 9.4l1.4-1.3 1.2 1.3 3.8-4.5z"/>',
    "check-late": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6" '
    'stroke-dasharray="3.2 1.7"/><path d="m4.9 8.3 2.2 2.3 4-4.7" fill="none" stroke="currentColor" '
    'stroke-width="1.8"/>',
    "arrow": '<path fill="currentColor" d="M2 6.6h6V3l6.5 5L8 13V9.4H2z"/>',
    "hourglass": '<path fill="currentColor" d="M3 1.5h10V3h-1c0 2.4-1.2 3.7-2.7 5 1.5 1.3 2.7 2.6 2.7 '
    '5h1v1.5H3V13h1c0-2.4 1.2-3.7 2.7-5C5.2 6.7 4 5.4 4 3H3z"/>',
    "warning": '<path fill="currentColor" fill-rule="evenodd" d="M8 .8 15.6 14.5H.4zM7.1 '
    '5.6v4.2h1.8V5.6zm0 5.2v1.8h1.8v-1.8z"/>',
    "question": '<path d="M5.4 6a2.6 2.6 0 1 1 3.9 2.3c-.9.5-1.3.9-1.3 1.9" fill="none" '
    'stroke="currentColor" stroke-width="1.9"/><circle cx="8" cy="12.9" r="1.25" fill="currentColor"/>',
    "dash": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path d="M4.8 8h6.4" stroke="currentColor" stroke-width="1.8"/>',
    "hollow": '<rect x="2.2" y="2.2" width="11.6" height="11.6" rx="2" fill="none" '
    'stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.6 2"/>',
    "pen": '<path fill="currentColor" d="M11.6 1.3 14.7 4.4 5.3 13.8 1.3 14.7l.9-4z"/>',
    "sent": '<path fill="currentColor" d="M1 2.2 15.2 8 1 13.8V9.3L9 8 1 6.7z"/>',
    "stamp": '<path fill="currentColor" d="M6 7.5C6 6.4 5 5.7 5 4a3 3 0 1 1 6 0c0 1.7-1 2.4-1 '
    '3.5h3.5v3.5h-11V7.5zM2.5 12.5h11v2h-11z"/>',
    "half": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path fill="currentColor" d="M8 1.8a6.2 6.2 0 0 1 0 12.4z"/>',
    "leaving": '<path d="M9.5 2.5h-6v11h6M6.5 8h8M11.5 5l3 3-3 3" fill="none" stroke="currentColor" '
    'stroke-width="1.8"/>',
    "stop": '<rect x="2.5" y="2.5" width="11" height="11" rx="1.5" fill="currentColor"/>',
    "cross": '<path d="m3.5 3.5 9 9m0-9-9 9" stroke="currentColor" stroke-width="2.2"/>',
    "dot": '<circle cx="8" cy="8" r="4" fill="currentColor"/>',
}

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

"""Who may come in, and how. Nobody registers themselves: an invitation comes first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_

LANGUAGES = ("nl", "en")
EXERCISE_DOMAIN = "@oefening.kennispact.invalid"
ERASED_DOMAIN = "@gewist.kennispact.invalid"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
# Browsers name their forebears too, so the order counts.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
STRONG = frozenset({"code", "socialaccount", "mfa", "exercise"})


@dataclass(frozen=True, slots=True)
class Employer:
    """An organisation's own sign-in (OpenID Connect).

    ``domains`` are the e-mail domains its addresses may have, in lower case. ``tenant`` is the value that
    the claim ``tid`` must have; an address from the organisation's own tenant counts as verified.
    """

    key: str
    name: str
    domains: frozenset[str]
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What an employer said about somebody, after its signature was checked."""

    issuer: str
    subject: str
    email: str = ""
    email_verified: bool = False
    tenant: str = ""


def employer_of(settings: dict[str, Any], *, key: str, name: str) -> Employer:
    """Read an employer from its settings."""
    domains = frozenset(str(domain).lower().lstrip("@") for domain in settings.get("domains", ()))
    return Employer(key=key, name=name, domains=domains, tenant=str(settings.get("tenant") or ""))


def tenant_refusals(employer: Employer, identity: Identity) -> Iterator[Refusal]:
    """Say why somebody from another tenant than the organisation's own does not come in."""
    if employer.tenant and identity.tenant != employer.tenant:
        yield Refusal(
            "sign-in.tenant",
            N_("You signed in with an account of another organisation than %(employer)s."),
            facts={"employer": employer.name},
        )


def first_link_refusals(
    employer: Employer, identity: Identity, *, known: bool, linked_before: bool
) -> Iterator[Refusal]:
    """Say why an employer's account does not become the account of an invited person.

    ``known`` tells whether somebody with this address was invited, ``linked_before`` whether that person
    already signs in with another account of the same employer. An address alone proves nothing: the
    employer must answer for the domain, and must have verified the address.
    """
    domain = identity.email.rpartition("@")[2].lower()
    vouched = identity.email_verified or bool(employer.tenant and identity.tenant == employer.tenant)
    if not known:
        yield Refusal(
            "sign-in.unknown",
            N_("You are not known here yet. Ask the relation manager or the secretary to invite you."),
        )
    elif domain not in employer.domains:
        yield Refusal(
            "sign-in.collision",
            N_(
                "This address already has an account here, and %(employer)s may not sign in for it."
                " Sign in with a code by e-mail."
            ),
            facts={"employer": employer.name},
        )
    elif not vouched:
        yield Refusal(
            "sign-in.unverified",
            N_(
                "%(employer)s did not confirm that this e-mail address is yours."
                " Sign in with a code by e-mail."
            ),
            facts={"employer": employer.name},
        )
    elif linked_before:
        yield Refusal(
            "sign-in.linked-before",
            N_(
                "This address already signs in with another account of %(employer)s."
                " Ask the relation manager or the secretary for help."
            ),
            facts={"employer": employer.name},
        )


def details_refusals(
    *, email: str | None, taken: bool, name: str | None, language: str | None
) -> Iterator[Refusal]:
    """Say what is wrong with somebody's details. ``None`` means: not asked to change."""
    if email is not None and not _is_address(email):
        yield Refusal("person.email", N_("Give an e-mail address, such as name@city.nl."), field="email")
    if taken:
        yield Refusal("person.taken", N_("Somebody with this e-mail address exists already."), field="email")
    if name is not None and not name.strip():
        yield Refusal("person.name", N_("Give the name by which colleagues know this person."), field="name")
    if language is not None and language not in LANGUAGES:
        yield Refusal("person.language", N_("Choose Dutch or English."), field="language")


def _is_address(email: str) -> bool:
    name, at, domain = email.rpartition("@")
    return bool(name and at and "." in domain and not domain.startswith(".")) and not any(
        sign.isspace() for sign in email
    )


def deactivation_refusals(*, is_active: bool, is_oneself: bool) -> Iterator[Refusal]:
    """Say why somebody's access is not ended."""
    if not is_active:
        yield Refusal("person.inactive", N_("This person cannot sign in already."))
    if is_oneself:
        yield Refusal("person.oneself", N_("You cannot end your own access. Ask your colleague to do it."))


def reactivation_refusals(*, is_active: bool, is_erased: bool) -> Iterator[Refusal]:
    """Say why somebody's access is not given back."""
    if is_active:
        yield Refusal("person.active", N_("This person can sign in already."))
    if is_erased:
        yield Refusal("person.erased", N_("The data of this person were erased. Invite them anew."))


def reset_refusals(*, has_factor: bool) -> Iterator[Refusal]:
    """Say why there is nothing to reset."""
    if not has_factor:
        yield Refusal("person.no-second-factor", N_("This person has no second step."))


def erasure_refusals(*, is_active: bool, is_erased: bool) -> Iterator[Refusal]:
    """Say why somebody's data are not erased. Access ends first, so that erasing is never a slip."""
    if is_active:
        yield Refusal("person.still-active", N_("End this person's access first. Then erase the data."))
    if is_erased:
        yield Refusal("person.erased-before", N_("The data of this person were erased already."))


def exercise_is_open(*, exercise: bool, hosts: Iterable[str]) -> bool:
    """Tell whether anybody may sign in as an exercise person: only on a machine that nobody else reaches.

    >>> exercise_is_open(exercise=True, hosts=["127.0.0.1", "localhost"])
    True
    >>> exercise_is_open(exercise=True, hosts=["127.0.0.1", "kennispact.example.nl"])
    False
    >>> exercise_is_open(exercise=True, hosts=[])
    False
    """
    hosts = set(hosts)
    return exercise and bool(hosts) and hosts <= LOOPBACK


def device_name(agent: str) -> str:
    """Return what people call a browser, from what it says of itself; nothing when it says nothing known.

    >>> device_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131 Safari/537.36 Edg/131")
    'Edge, Windows'
    >>> device_name("curl/8.5")
    ''
    """
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return ", ".join(filter(None, (browser, system)))


def needs_second_factor(methods: Iterable[str], *, has_factor: bool) -> bool:
    """Tell whether somebody must first set up a second factor.

    ``methods`` are the ways in which this session was proved.

    >>> needs_second_factor(["password"], has_factor=False)
    True
    >>> needs_second_factor(["password", "mfa"], has_factor=True)
    False
    >>> needs_second_factor(["code"], has_factor=False)
    False
    """
    methods = set(methods)
    return "password" in methods and not methods & STRONG and not has_factor


def sign_in_addresses(apps: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Return the addresses that the sign-in page may send people to, for the content security policy.

    ``settings.form_origins`` names further ones, for a service that signs people in on another host.

    >>> app = {"settings": {"server_url": "https://a.example/x", "form_origins": ["https://b.example"]}}
    >>> list(sign_in_addresses([app, {}]))
    ['https://a.example/x', 'https://b.example']
    """
    for app in apps:
        settings = app.get("settings") or {}
        if settings.get("server_url"):
            yield settings["server_url"]
        yield from settings.get("form_origins", ())


def employer_faults(app: dict[str, Any]) -> Iterator[str]:
    """Say what is missing in one entry of ``KENNISPACT_OIDC``. The words are for whoever installs."""
    settings = app.get("settings") or {}
    for field in ("provider_id", "name", "client_id"):
        if not app.get(field):
            yield f"{field} is missing"
    address = urlsplit(str(settings.get("server_url") or ""))
    if not address.netloc:
        yield "settings.server_url is missing"
    elif address.scheme != "https" and f"{address.hostname}" not in LOOPBACK:
        yield "settings.server_url must begin with https"
    if not settings.get("domains"):
        yield "settings.domains is missing: nobody could sign in for the first time"

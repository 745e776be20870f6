# ruff: noqa: ARG002 - the arguments are those that allauth calls with
"""How sign-in differs from allauth's defaults: nobody registers themselves, and the journal knows."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from kennispact.ground import clock
from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.people import access, commands, queries, rules, secrets
from kennispact.ground.people.employers import EmployerProvider
from kennispact.ground.people.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Local sign-in, and what all ways of signing in have in common."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers themselves: an invitation comes first."""
        return False

    def pre_login(self, request: HttpRequest, user: Person, **facts: Any) -> HttpResponse | None:
        """Refuse whoever's access was ended, and write it down."""
        if not user.is_active:
            commands.note("person.sign-in-refused", user, at=clock.now(), result="refused", why="inactive")
        answer: HttpResponse | None = super().pre_login(request, user, **facts)
        return answer

    def login(self, request: HttpRequest, user: Person) -> None:
        """Start the session: whose, since when, in which browser, proved in which ways."""
        super().login(request, user)
        now = clock.now()
        request.session["started_at"] = request.session["seen_at"] = now.timestamp()
        request.session["device"] = request.headers.get("User-Agent", "")[:200]
        ways = [record["method"] for record in get_authentication_records(request, user)]
        commands.note("person.signed-in", user, by=access.themselves(user), at=now, ways=ways)

    def post_login(self, request: HttpRequest, user: Person, **facts: Any) -> HttpResponse:
        """Go on in the person's own language."""
        with translation.override(user.language):
            answer: HttpResponse = super().post_login(request, user, **facts)
        keep_language(answer, user.language)
        return answer

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down that a password was wrong. What was typed is not kept: it may be a password."""
        person = queries.by_address(str(credentials.get("email", "")))
        commands.note("person.sign-in-failed", person, at=clock.now(), result="refused", way="password")

    def logout(self, request: HttpRequest) -> None:
        """End the session, and write it down."""
        person = request.user
        super().logout(request)
        if isinstance(person, Person):
            commands.note("person.signed-out", person, by=access.themselves(person), at=clock.now())

    @transaction.atomic
    def set_password(self, user: Person, password: str) -> None:
        """Set a password, and write that down."""
        super().set_password(user, password)
        commands.note("person.password-set", user, by=access.themselves(user), at=clock.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to people in their own language."""
        person = queries.by_address(email)
        with translation.override(person.language if person else translation.get_language()):
            super().send_mail(template_prefix, email, {**context, "person": person})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell people by e-mail that their way of signing in changed, at the address that was invited."""
        super().send_notification_mail(template_prefix, user, context=context, email=user.email)

    def is_reauthentication_required(self, *, app: str, **facts: Any) -> bool:
        """Ask nothing twice: whoever signed in just now need not prove it again."""
        started = context.request.session.get("started_at", 0)
        return bool(clock.now().timestamp() - started > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the employer."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody registers themselves: an invitation comes first."""
        return False

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Return the employer, with our own checks."""
        return EmployerProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Never by address alone."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let somebody in whom we know by issuer and subject, or know by invitation and now link."""
        app, identity = sociallogin.provider.app, sociallogin.identity
        employer = rules.employer_of(app.settings, key=app.provider_id, name=app.name)
        person = sociallogin.user if sociallogin.is_existing else queries.by_address(identity.email)
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(refused_page(request, [], 400))
        refusals = list(rules.tenant_refusals(employer, identity))
        if not refusals and not sociallogin.is_existing:
            linked_before = person is not None and queries.is_linked(person, employer.key)
            refusals += rules.first_link_refusals(
                employer, identity, known=person is not None, linked_before=linked_before
            )
        if refusals:
            now, codes = clock.now(), [refusal.code for refusal in refusals]
            commands.note(
                "person.sign-in-refused", person, at=now, result="refused", why=codes, employer=employer.key
            )
            raise ImmediateHttpResponse(
                refused_page(request, [sentence(refusal) for refusal in refusals], 403)
            )
        if person is not None and person.is_active and not sociallogin.is_existing:
            self._link(sociallogin, employer, person)
        sociallogin.user = person

    def on_authentication_error(self, request: HttpRequest, provider: Any, **facts: Any) -> None:
        """Write down an attempt of ours that was not believed; not what anybody types in an address bar."""
        if facts.get("exception") is not None:
            commands.note(
                "person.sign-in-failed",
                None,
                at=clock.now(),
                result="refused",
                way="socialaccount",
                employer=provider.app.provider_id,
            )

    @staticmethod
    def _link(sociallogin: Any, employer: rules.Employer, person: Person) -> None:
        sociallogin.account = commands.link_identity(
            person=person,
            employer=employer.key,
            uid=sociallogin.account.uid,
            by=access.themselves(person),
            at=clock.now(),
        )
        account_adapter().send_notification_mail(
            "socialaccount/email/account_connected", person, context={"employer": employer.name}
        )


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor."""

    def encrypt(self, text: str) -> str:
        """Keep the secret of an authenticator app unreadable in the database and its copies."""
        return secrets.locked(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read it back."""
        return secrets.opened(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code without style attributes, which our policy does not allow."""
        return secrets.drawn(url)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of whoever has a password."""
        others = Authenticator.objects.filter(
            user=authenticator.user, type__in=(Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        ).exclude(pk=authenticator.pk)
        return not authenticator.user.has_usable_password() or others.exists()


def refused_page(request: HttpRequest, sentences: list[str], status: int) -> HttpResponse:
    """Return the page that says why somebody is not signed in."""
    return render(request, "people/sign_in_refused.html", {"sentences": sentences}, status=status)


def sentence(refusal: Refusal) -> str:
    """Return a refusal in the reader's language."""
    words = translation.gettext(refusal.reason)
    return words % refusal.facts if refusal.facts else words


def keep_language(answer: HttpResponse, language: str) -> None:
    """Let the browser remember the language."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )

"""Pages of signing in. allauth does the work; these say where it differs."""

from functools import partial
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.account.views import ConfirmLoginCodeView, LoginView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.adapter import get_adapter as identity_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from requests import RequestException

from kennispact.ground import clock
from kennispact.ground.people import access, commands, forms, middleware, queries, rules
from kennispact.ground.people.adapters import SecondFactorAdapter, refused_page
from kennispact.ground.people.employers import EmployerFlow


class SignIn(LoginView):  # type: ignore[misc]
    """All ways in on one page: the employer, a code by e-mail, a passkey, a password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other ways, and why somebody was signed out."""
        providers: Any = settings.SOCIALACCOUNT_PROVIDERS
        apps = providers["openid_connect"]["APPS"]
        return {
            **super().get_context_data(**kwargs),
            "code_form": forms.AskCode(),
            "employers": [{"key": app["provider_id"], "name": app["name"]} for app in apps],
            "exercise_is_open": _exercise_is_open(),
            "signed_out_because": self.request.session.pop("signed_out_because", ""),
        }


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """The code from the e-mail."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Write down that a code was wrong."""
        _note_failure(getattr(self._process, "user", None), "code")
        answer: HttpResponse = super().form_invalid(form)
        return answer


class SecondStep(AuthenticateView):  # type: ignore[misc]
    """The second step after a password."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Write down that a second factor was wrong."""
        _note_failure(self.stage.login.user, "second factor")
        answer: HttpResponse = super().form_invalid(form)
        return answer


class SecondFactors(IndexView):  # type: ignore[misc]
    """What somebody has as a second factor; the hall for who has none yet."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whether this is the hall."""
        half = middleware.is_half_signed_in(self.request)
        return {**super().get_context_data(**kwargs), "is_half_signed_in": half}


class Noted:
    """A page that changes the second factor, and writes that down in the same breath."""

    verb = ""
    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Change and note, or neither."""
        person: Any = self.request.user
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            commands.note(self.verb, person, by=access.themselves(person), at=clock.now())
        return answer


class AddApp(Noted, ActivateTOTPView):  # type: ignore[misc]
    """Set up the authenticator app."""

    verb = "person.second-factor-added"


class RemoveApp(Noted, DeactivateTOTPView):  # type: ignore[misc]
    """Take away the authenticator app."""

    verb = "person.second-factor-removed"


class AddPasskey(Noted, AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey."""

    verb = "person.second-factor-added"


class RemovePasskey(Noted, RemoveWebAuthnView):  # type: ignore[misc]
    """Take away a passkey, unless it is the last second factor of a password."""

    verb = "person.second-factor-removed"

    def form_valid(self, form: Any) -> HttpResponse:
        """Ask the adapter first, as allauth does for the authenticator app."""
        adapter = SecondFactorAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
            refused: HttpResponse = self.form_invalid(form)
            return refused
        return super().form_valid(form)


class RenewRecoveryCodes(Noted, GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new recovery codes."""

    verb = "person.recovery-codes-renewed"


def employer(request: HttpRequest, provider_id: str, *, step: Any) -> HttpResponseBase:
    """Go to the employer's sign-in (``step`` is allauth's login view) or come back (its callback)."""
    adapter = identity_adapter(request)
    try:
        provider = adapter.get_provider(request, provider=provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    try:
        answer: HttpResponseBase = step.adapter_view(EmployerFlow(request, provider_id))(request)
    except (OAuth2Error, RequestException) as error:
        answer = render_authentication_error(request, provider, exception=error)
    return answer


employer_sign_in = partial(employer, step=OAuth2LoginView)
employer_callback = partial(employer, step=OAuth2CallbackView)


def employer_cancelled(request: HttpRequest) -> HttpResponse:
    """Say that nobody was signed in, because the employer's page was left."""
    return refused_page(request, [gettext("You stopped signing in at your employer.")], 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exercise(request: HttpRequest) -> HttpResponseBase:
    """Sign in as an exercise person, on a machine that nobody else can reach. Elsewhere: no such page."""
    if not _exercise_is_open():
        raise Http404
    people = queries.exercise_people()
    if request.method != "POST":
        return render(request, "people/exercise.html", {"people": people})
    chosen = next((person for person in people if str(person.pk) == request.POST.get("person")), None)
    if chosen is None:
        raise Http404
    logout(request)
    record_authentication(request, chosen, "exercise")
    answer: HttpResponseBase = perform_login(request, chosen, email_verification="none")
    return answer


def _exercise_is_open() -> bool:
    return rules.exercise_is_open(exercise=settings.KENNISPACT_EXERCISE, hosts=settings.ALLOWED_HOSTS)


def _note_failure(person: Any, way: str) -> None:
    commands.note("person.sign-in-failed", person, at=clock.now(), result="refused", way=way)

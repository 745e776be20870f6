# ruff: noqa: ARG002 - the arguments are those that allauth calls with
"""Sign-in through an employer: allauth's OpenID Connect, with the checks it leaves to others.

Added are a nonce, a signature that is always checked, an issuer that must be the configured one, an answer
about the same subject, and an account known by issuer and subject instead of by address.

``KENNISPACT_OIDC`` is a JSON list; every entry is one employer::

    [{"provider_id": "deventer", "name": "Gemeente Deventer", "client_id": "...", "secret": "...",
      "settings": {"server_url": "https://login.example.nl/realms/deventer", "domains": ["deventer.nl"]}}]

``domains`` are the e-mail domains that the employer answers for. Optional in ``settings``: ``tenant`` (the
value the claim ``tid`` must have; addresses of that tenant count as verified), ``issuer`` (when it is not
``server_url``) and ``form_origins`` (further hosts that its sign-in page is on). The address to come back to
is ``<base>/sign-in/employer/<provider_id>/callback/``.
"""

from dataclasses import asdict
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from kennispact.ground.people import gateway
from kennispact.ground.people.gateway import NotBelieved

_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class EmployerFlow(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One attempt to sign in."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the service publishes about itself, if it is the service we know.

        :raises OAuth2Error: if it is another one, or does not publish what is needed
        """
        config: Any = super().openid_config
        if not isinstance(config, dict) or not all(isinstance(config.get(name), str) for name in _NEEDED):
            raise OAuth2Error("the service does not describe itself")
        settings = self.get_provider().app.settings
        expected = settings.get("issuer") or settings["server_url"].partition("/.well-known/")[0]
        if config["issuer"].rstrip("/") != expected.rstrip("/"):
            raise OAuth2Error("the service says that it is another one")
        return config

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Exchange the code for tokens; remember which nonce this attempt must come with."""
        if not pkce_code_verifier:
            raise OAuth2Error("the attempt has no verifier")
        self.nonce = gateway.nonce_of(pkce_code_verifier)
        data = super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)
        if not isinstance(data, dict):
            raise OAuth2Error("the service gave no tokens")
        return data

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Return who it is, once what the service said is believed."""
        config = self.openid_config
        try:
            claims = gateway.believed(
                str(kwargs["response"].get("id_token") or ""),
                keys=self._fetched(config["jwks_uri"]),
                issuer=config["issuer"],
                client_id=app.client_id,
                nonce=self.nonce,
            )
            if not claims.get("email") and config.get("userinfo_endpoint"):
                about = self._fetched(config["userinfo_endpoint"], bearer=token.token)
                claims = gateway.completed(claims, about)
            identity = gateway.identity_of(claims)
        except (NotBelieved, KeyError, TypeError, AttributeError) as error:
            raise OAuth2Error(f"not believed: {error}") from error
        login = self.get_provider().sociallogin_from_response(request, {"id_token": asdict(identity)})
        login.identity = identity
        return login

    def _fetched(self, url: str, bearer: str = "") -> Any:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        with get_adapter().get_requests_session() as service:
            answer = service.get(url, headers=headers)
            answer.raise_for_status()
            return answer.json()


class EmployerProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """An employer as allauth sees it."""

    oauth2_adapter_class = EmployerFlow

    def get_pkce_params(self) -> dict[str, str]:
        """Return a fresh PKCE challenge, and a nonce that follows from its secret."""
        params: dict[str, str] = generate_code_challenge()
        params["nonce"] = gateway.nonce_of(params["code_verifier"])
        return params

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        """Take no parameters from the address bar."""
        params: dict[str, Any] = self.get_auth_params()
        return params

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Take no scopes from the address bar."""
        scope: list[str] = self.get_scope()
        return scope

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return issuer and subject: only together do they name somebody."""
        return f"{data['id_token']['issuer']} {data['id_token']['subject']}"

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep nothing else of what the employer told."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """Take over no addresses: the one that was invited is the one that counts."""
        return []

"""How sign-in differs from allauth's defaults: nobody registers themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Local sign-in."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Nobody registers themselves: a mandate comes first."""
        return False


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the employer."""

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        """Nobody registers themselves: a mandate comes first."""
        return False

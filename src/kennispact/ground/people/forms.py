"""Forms of signing in, without a placeholder that doubles the label; and of somebody's own details."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class OwnDetails(forms.Form):
    """What people correct themselves: how colleagues see them, and their language."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Name"),
        help_text=_("This is how colleagues see you. Your role and organisation are enough."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class Plain:
    """A form with labels alone."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignIn(Plain, account.LoginForm):  # type: ignore[misc]
    """Address and password."""


class AskCode(Plain, account.RequestLoginCodeForm):  # type: ignore[misc]
    """The address that gets a code."""


class ConfirmCode(Plain, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the e-mail."""


class ConfirmPassword(Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class ChangePassword(Plain, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password, and twice the new one."""


class SetPassword(Plain, account.SetPasswordForm):  # type: ignore[misc]
    """Twice the new password."""


class AskPasswordLink(Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """The address that gets a link."""


class ResetPassword(Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Twice the new password."""


class SecondStep(Plain, mfa.AuthenticateForm):  # type: ignore[misc]
    """A code from the app, or a recovery code."""


class ConfirmSecondStep(Plain, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The same, once more."""


class AddApp(Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

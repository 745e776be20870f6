"""Addresses of signing in: only what is used. There is no way to register, and no way to link by oneself."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from kennispact.ground.people import own_pages, pages

urlpatterns = [
    path("", pages.SignIn.as_view(), name="account_login"),
    path("code/", account.request_login_code, name="account_request_login_code"),
    path("code/confirm/", pages.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("language/", own_pages.set_language, name="set_language"),
    path("exercise/", pages.exercise, name="exercise_sign_in"),
    # ---- oneself -------------------------------------------------------------------------------
    path("me/", own_pages.me, name="people_me"),
    path("me/sessions/end/", own_pages.end_sessions, name="people_end_sessions"),
    path("me/export/", own_pages.export_me, name="people_export_me"),
    # ---- password ------------------------------------------------------------------------------
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # ---- second factor -------------------------------------------------------------------------
    path("second-factor/", pages.SecondFactors.as_view(), name="mfa_index"),
    path("second-factor/step/", pages.SecondStep.as_view(), name="mfa_authenticate"),
    path("second-factor/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/app/", pages.AddApp.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/remove/", pages.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery/renew/",
        pages.RenewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/recovery/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("second-factor/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", pages.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "second-factor/passkeys/confirm/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-factor/passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "second-factor/passkeys/<int:pk>/remove/", pages.RemovePasskey.as_view(), name="mfa_remove_webauthn"
    ),
    path("second-factor/passkeys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    # ---- employer ------------------------------------------------------------------------------
    path("employer/<str:provider_id>/", pages.employer_sign_in, name="openid_connect_login"),
    path("employer/<str:provider_id>/callback/", pages.employer_callback, name="openid_connect_callback"),
    path("cancelled/", pages.employer_cancelled, name="socialaccount_login_cancelled"),
]

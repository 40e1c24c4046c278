"""Addresses of signing in and of one's own account.

allauth's views keep allauth's names, because its flows ask for them; ours are ``account:name``.
"""

from django.urls import URLPattern, URLResolver, include, path, re_path

from kimbilio.web.accounts import doors, screen, views

_ours = [
    path("lock/", screen.lock, name="lock"),
    path("locked/", screen.locked, name="locked"),
    path("here/", screen.here, name="here"),
    path("", views.profile, name="profile"),
    path("pin/", views.pin, name="pin"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
    path("sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_ours, "account"))),
    path("sign-in/", doors.sign_in, name="account_login"),
    path("sign-in/passkey/", doors.passkey_sign_in, name="mfa_login_webauthn"),
    path("sign-in/code/", doors.second_step, name="mfa_authenticate"),
    path("sign-out/", doors.sign_out, name="account_logout"),
    path("closed/", doors.closed, name="account_inactive"),
    path("password/lost/", doors.reset_password, name="account_reset_password"),
    path("password/lost/sent/", doors.reset_password_sent, name="account_reset_password_done"),
    path(
        "password/lost/done/",
        doors.reset_password_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/lost/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        doors.reset_password_from_key,
        name="account_reset_password_from_key",
    ),
    path("confirm/", doors.confirm, name="account_reauthenticate"),
    path("confirm/code/", doors.confirm_by_code, name="mfa_reauthenticate"),
    path("confirm/passkey/", doors.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("password/", doors.change_password, name="account_change_password"),
    path("password/set/", doors.set_password, name="account_set_password"),
    path("second-factor/", doors.second_factor, name="mfa_index"),
    path("second-factor/app/", doors.add_app, name="mfa_activate_totp"),
    path("second-factor/app/remove/", doors.remove_app, name="mfa_deactivate_totp"),
    path("second-factor/codes/", doors.recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", doors.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "second-factor/codes/download/",
        doors.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("second-factor/passkeys/", doors.passkeys, name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", doors.add_passkey, name="mfa_add_webauthn"),
    path("second-factor/passkeys/<int:pk>/", doors.rename_passkey, name="mfa_edit_webauthn"),
    path(
        "second-factor/passkeys/<int:pk>/remove/", doors.remove_passkey, name="mfa_remove_webauthn"
    ),
]

"""How staff sign in: e-mail with passkey or password, a second factor, short sessions.

No sign-up, no user names, and no answer that tells whether an address is known.
"""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "kimbilio.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has already proved the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "kimbilio.web.accounts.forms.SignInForm",
    "reset_password": "kimbilio.web.accounts.forms.LostPasswordForm",
    "reset_password_from_key": "kimbilio.web.accounts.forms.PasswordByMailForm",
    "change_password": "kimbilio.web.accounts.forms.NewPasswordForm",
    "set_password": "kimbilio.web.accounts.forms.FirstPasswordForm",
    "reauthenticate": "kimbilio.web.accounts.forms.ConfirmForm",
}
ACCOUNT_RATE_LIMITS = {
    # Ours, spent in the adapter. A device that its owner has used before has its own purse,
    # so the tries of a stranger never keep the owner out.
    "sign_in_known": "10/5m/key",
    "sign_in_stranger": "5/5m/key",
    "sign_in_account": "30/5m/key",
    "sign_in_address": "60/m/ip",
    # allauth's own: wrong codes of somebody who already gave the right password.
    "login_failed": "8/5m/key",
    "login": "120/m/ip",  # an office shares one address
    "reset_password": "20/m/ip,3/5m/key",
}

EMAIL_TIMEOUT = 10  # a mail server that hangs must not hang the page

MFA_ADAPTER = "kimbilio.web.accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "kimbilio.web.accounts.forms.AppForm",
    "reauthenticate": "kimbilio.web.accounts.forms.ConfirmByCodeForm",
    "edit_webauthn": "kimbilio.web.accounts.forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # the code before and the code after count too
MFA_TOTP_ISSUER = "Kimbilio"
MFA_RECOVERY_CODE_COUNT = 10
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from invitations
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"

USERSESSIONS_TRACK_ACTIVITY = False  # the session guard writes "last seen", and seldom
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_LOCK_AFTER = 15 * 60  # quiet seconds until the screen locks

# Shared by all workers, and only asked while signing in.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sign_in_tries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

"""Settings of the staff's accounts: how allauth signs people in here. None of them is an operator's to change."""

LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "desk"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "organisations.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]  # sign-up is closed; allauth checks that they fit
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation's link and a mailed code prove the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}  # three tries each
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # organisations.accounts.attempts counts, over all processes
ACCOUNT_SESSION_REMEMBER = True  # SESSION_COOKIE_AGE, whether the browser is closed or not
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_FORMS = {
    "login": "organisations.accounts.forms.SignIn",
    "request_login_code": "organisations.accounts.forms.AskForCode",
    "confirm_login_code": "organisations.accounts.forms.MailedCode",
}
MFA_ADAPTER = "organisations.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a telephone's clock may be wrong
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts come from us
MFA_FORMS = {
    "authenticate": "organisations.accounts.forms.SecondFactor",
    "reauthenticate": "organisations.accounts.forms.OnceMore",
    "activate_totp": "organisations.accounts.forms.SetUpApp",
    "add_webauthn": "organisations.accounts.forms.AddKey",
    "authenticate_webauthn": "organisations.accounts.forms.KeyAsFactor",
    "reauthenticate_webauthn": "organisations.accounts.forms.KeyOnceMore",
}
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # of invitations; passwords are not reset by mail
SIGN_INS_OF_ADDRESS = (10, 600)  # attempts at each step, seconds
SIGN_INS_OF_ACCOUNT = (20, 3600)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

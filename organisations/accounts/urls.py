"""The addresses of the staff's accounts. Only those of allauth's pages that are needed: nobody can sign up here."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as keys
from django.urls import path

from organisations.accounts import views
from organisations.accounts.attempts import counted
from organisations.permissions import STAFF, VISITOR, allow

entrance, staff = allow(VISITOR), allow(STAFF)

urlpatterns = [
    path("login/", entrance(counted("password", account.login)), name="account_login"),
    path("logout/", entrance(account.logout), name="account_logout"),
    path("code/", entrance(counted("code asked", account.request_login_code)), name="account_request_login_code"),
    path("code/confirm/", entrance(counted("code", account.confirm_login_code)), name="account_confirm_login_code"),
    path("factor/", entrance(counted("factor", mfa.authenticate)), name="mfa_authenticate"),
    path("invitation/<str:secret>/", views.invitation, name="account_invitation"),
    path("", staff(mfa.index), name="mfa_index"),
    path("again/", staff(counted("factor", mfa.reauthenticate)), name="mfa_reauthenticate"),
    path("again/key/", staff(counted("factor", keys.reauthenticate_webauthn)), name="mfa_reauthenticate_webauthn"),
    path("app/", staff(counted("factor", views.SetUpApp.as_view())), name="mfa_activate_totp"),
    path("app/remove/", staff(views.RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path("keys/add/", staff(counted("factor", views.AddKey.as_view())), name="mfa_add_webauthn"),
    path("keys/<int:pk>/remove/", staff(views.RemoveKey.as_view()), name="mfa_remove_webauthn"),
    path("recovery-codes/", staff(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", staff(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("password/", staff(views.Password.as_view()), name="account_password"),
]

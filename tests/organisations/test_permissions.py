"""Who may call a view."""

from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.views import View

from organisations.accounts import factor
from organisations.permissions import CURATOR, STAFF, SUPERUSER, VISITOR, actors_of, allow, allowed_actors


def _user(staff=False, superuser=False, active=True):
    return SimpleNamespace(pk=7, is_staff=staff, is_superuser=superuser, is_active=active)


def _call(view, user=None, proven=True):
    request = RequestFactory().get("/")
    if user:
        request.user, request.session = user, SessionStore()
        if proven:
            factor.mark(request.session, user)
    return view(request).status_code


@allow(VISITOR)
def open_view(request):
    return HttpResponse()


@allow(CURATOR)
def desk(request):
    return HttpResponse()


@allow(SUPERUSER)
class RawData(View):
    def get(self, request):
        return HttpResponse()


def test_everybody_may_call_a_view_for_visitors():
    assert _call(open_view) == 200
    assert _call(open_view, _user(staff=True, superuser=True)) == 200


def test_a_visitor_may_not_call_a_view_for_curators():
    with pytest.raises(PermissionDenied):
        _call(desk)


def test_staff_may_call_a_view_for_curators():
    assert _call(desk, _user(staff=True)) == 200


def test_without_a_second_factor_in_this_session_staff_may_not_call_it():
    for user in (_user(staff=True), _user(staff=True, superuser=True)):
        with pytest.raises(PermissionDenied):
            _call(desk, user, proven=False)


def test_a_second_factor_proves_nothing_for_another_user_or_after_the_length_of_a_session(settings):
    user = _user(staff=True)
    request = RequestFactory().get("/")
    request.user, request.session = user, SessionStore()
    factor.mark(request.session, SimpleNamespace(pk=8))
    assert actors_of(request) == {VISITOR, STAFF}
    factor.mark(request.session, user)
    assert actors_of(request) == {VISITOR, STAFF, CURATOR}
    settings.SESSION_COOKIE_AGE = -1
    assert actors_of(request) == {VISITOR, STAFF}


def test_a_disabled_account_is_a_visitor():
    with pytest.raises(PermissionDenied):
        _call(desk, _user(staff=True, active=False))


def test_a_class_is_guarded_like_a_function():
    view = RawData.as_view()
    assert allowed_actors(view) == {SUPERUSER}
    assert _call(view, _user(staff=True, superuser=True)) == 200
    with pytest.raises(PermissionDenied):
        _call(view, _user(staff=True))


def test_a_view_without_mark_has_no_actors():
    assert allowed_actors(lambda request: None) == frozenset()


def test_a_mark_names_somebody():
    with pytest.raises(ValueError, match="at least one"):
        allow()

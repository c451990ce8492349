"""Addresses of the pages, below the language."""

from django.urls import include, path

from mapping.conditional import conditional
from mapping.views import near, offline, openings, pages, sheets, texts
from organisations.views import consent, directory, edit, edit_link, history, keep, suggest, suggestion, unsubscribe

urlpatterns = [
    path("", pages.map_page, name="map"),
    path("results/", pages.results, name="results"),
    path("near/", near.near, name="near"),
    path("openings/", conditional(openings.page), name="openings"),
    path("openings.atom", conditional(openings.atom), name="openings-atom"),
    path("openings.ics", conditional(openings.calendar), name="openings-calendar"),
    path("o/<str:slug>/", conditional(directory.entry), name="entry"),
    path("o/<str:slug>/first-visit/", conditional(keep.first_visit), name="first-visit"),
    path("o/<str:slug>/entry.vcf", conditional(keep.contact_card), name="contact-card"),
    path("o/<str:slug>/times.ics", conditional(keep.calendar), name="calendar"),
    path("update/", edit_link.update, name="update"),
    path("edit/<str:token>/", edit_link.edit_link, name="edit-link"),
    path("o/<str:slug>/edit/", edit.edit, name="edit"),
    path("o/<str:slug>/edit/<str:section>/", edit.section, name="edit-section"),
    path("o/<str:slug>/history/", history.history, name="history"),
    path("o/<str:slug>/editors/", history.editors, name="editors"),
    path("o/<str:slug>/suggest/", suggest.suggest, name="suggest"),
    path("o/<str:slug>/claim/", suggest.claim, name="claim"),
    path("add/", suggest.add, name="add"),
    path("suggestion/<str:token>/", suggestion.suggestion, name="suggestion"),
    path("consent/<str:token>/", consent.consent, name="consent"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("shortlist/", sheets.shortlist, name="shortlist"),
    path("sheet/", sheets.sheet, name="sheet"),
    path("offline/", offline.offline, name="offline"),
    path("manifest.webmanifest", offline.app_manifest, name="manifest"),
    path("about/", texts.about, name="about"),
    path("imprint/", texts.imprint, name="imprint"),
    path("privacy/", texts.privacy, name="privacy"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("languages/", texts.languages, name="languages"),
    path("", include("organisations.participation.urls")),
]

"""Addresses of the pages, below the language."""

from django.urls import path

from mapping.conditional import conditional
from mapping.views import offline, pages, sheets, texts
from organisations.views import directory

urlpatterns = [
    path("", pages.map_page, name="map"),
    path("results/", pages.results, name="results"),
    path("o/<str:slug>/", conditional(directory.entry), name="entry"),
    path("shortlist/", sheets.shortlist, name="shortlist"),
    path("sheet/", sheets.sheet, name="sheet"),
    path("offline/", offline.offline, name="offline"),
    path("manifest.webmanifest", offline.app_manifest, name="manifest"),
    path("about/", texts.about, name="about"),
    path("imprint/", texts.imprint, name="imprint"),
    path("privacy/", texts.privacy, name="privacy"),
    path("accessibility/", texts.accessibility, name="accessibility"),
]

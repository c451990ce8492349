"""Addresses of the pages, below the language."""

from django.urls import path

from mapping.conditional import conditional
from mapping.views import near, pages, texts
from organisations.views import directory

urlpatterns = [
    path("", pages.map_page, name="map"),
    path("results/", pages.results, name="results"),
    path("near/", near.near, name="near"),
    path("o/<str:slug>/", conditional(directory.entry), name="entry"),
    path("about/", texts.about, name="about"),
    path("imprint/", texts.imprint, name="imprint"),
    path("privacy/", texts.privacy, name="privacy"),
    path("accessibility/", texts.accessibility, name="accessibility"),
]

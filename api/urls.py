"""Addresses of the API, below /api/."""

from django.urls import path, re_path

from api import compact, facets, listings, map, openings, organisations, places, schema, suggest, views, vocabularies
from api.endpoint import endpoint, private

urlpatterns = [
    path("", views.docs, name="api"),
    path("v1/listings", endpoint(listings.Listings), name="api-listings"),
    path("v1/facets", endpoint(facets.Facets), name="api-facets"),
    path("v1/suggest", endpoint(suggest.Suggest), name="api-suggest"),
    path("v1/organisations/<uuid:id>", endpoint(organisations.OrganisationById), name="api-organisation"),
    path("v1/openings", endpoint(openings.Openings), name="api-openings"),
    path("v1/topics", endpoint(vocabularies.Topics, keep=True), name="api-topics"),
    path("v1/languages", endpoint(vocabularies.Languages, keep=True), name="api-languages"),
    path("v1/flags", endpoint(vocabularies.Flags, keep=True), name="api-flags"),
    path("v1/areas", endpoint(vocabularies.Areas), name="api-areas"),
    path("v1/places", private(places.Places), name="api-places"),
    path("v1/map", endpoint(map.Map), name="api-map"),
    path("v1/compact", endpoint(compact.Compact, keep=True), name="api-compact"),
    path("v1/compact/cards", endpoint(compact.Cards, keep=True), name="api-compact-cards"),
    path("v1/compact/words", endpoint(compact.Words, keep=True), name="api-compact-words"),
    path("v1/openapi.json", endpoint(schema.OpenApi, keep=True), name="api-schema"),
    re_path(r"^v1(?:/.*)?$", endpoint(views.Nothing), name="api-nothing"),
]

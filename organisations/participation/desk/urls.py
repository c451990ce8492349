"""Addresses of the curators' pages about taking part, below /curate/."""

from django.urls import path

from organisations.participation.desk import questionnaires, views

urlpatterns = [
    path("news/", views.news, name="curate-news"),
    path("news/<uuid:id>/", views.one_news, name="curate-news-one"),
    path("questionnaires/", questionnaires.questionnaires, name="curate-questionnaires"),
    path("questionnaires/<slug:slug>/edit/", questionnaires.edit, name="curate-questionnaire-edit"),
    path("questionnaires/<slug:slug>/edit/<str:code>/", questionnaires.question, name="curate-question"),
    path("questionnaires/<slug:slug>/type/", questionnaires.type_in, name="curate-questionnaire-type"),
    path("modules/", views.modules, name="curate-modules"),
    path("modules/<uuid:id>/", views.module, name="curate-module"),
    path("modules/<uuid:id>/<int:page>/", views.module_page, name="curate-module-page"),
]

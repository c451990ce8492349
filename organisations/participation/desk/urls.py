"""Addresses of the curators' pages about taking part, below /curate/."""

from django.urls import path

from organisations.participation.desk import company, evaluation, mentors, questionnaires, views

urlpatterns = [
    path("participation/", company.requests, name="curate-participation"),
    path("participation/<uuid:id>/", company.one, name="curate-company"),
    path("participation/mentors/", mentors.mentors, name="curate-mentors"),
    path("participation/mentors/<uuid:id>/", mentors.mentor, name="curate-mentor"),
    path("news/", views.news, name="curate-news"),
    path("news/<uuid:id>/", views.one_news, name="curate-news-one"),
    path("questionnaires/", questionnaires.questionnaires, name="curate-questionnaires"),
    path("questionnaires/<slug:slug>/", evaluation.evaluation, name="curate-evaluation"),
    path("questionnaires/<slug:slug>/file/", evaluation.file, name="curate-evaluation-file"),
    path("questionnaires/<slug:slug>/words/", evaluation.own_words, name="curate-own-words"),
    path("questionnaires/<slug:slug>/edit/", questionnaires.edit, name="curate-questionnaire-edit"),
    path("questionnaires/<slug:slug>/edit/<str:code>/", questionnaires.question, name="curate-question"),
    path("questionnaires/<slug:slug>/type/", questionnaires.type_in, name="curate-questionnaire-type"),
    path("modules/", views.modules, name="curate-modules"),
    path("modules/<uuid:id>/", views.module, name="curate-module"),
    path("modules/<uuid:id>/<int:page>/", views.module_page, name="curate-module-page"),
]

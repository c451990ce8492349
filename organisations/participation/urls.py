"""Addresses of taking part, below the language."""

from django.urls import path

from organisations.participation.views import (
    answer,
    company,
    contact,
    mentors,
    news,
    questions,
    status,
    summary,
)

urlpatterns = [
    path("contact/", contact.to_operator, name="contact"),
    path("o/<str:slug>/contact/", contact.to_entry, name="contact-entry"),
    path("message/<str:token>/", status.message, name="message"),
    path("answer/<str:token>/", answer.answer, name="answer"),
    path("mentor/", mentors.offer, name="mentor"),
    path("mentor/sent/", mentors.sent, name="mentor-sent"),
    path("mentor/update/", mentors.update, name="mentor-update"),
    path("mentor/link/<str:token>/", mentors.link, name="mentor-link"),
    path("mentor/own/", mentors.own_page, name="mentor-own"),
    path("mentor/own/change/", mentors.change, name="mentor-change"),
    path("o/<str:slug>/company/", company.ask, name="company-entry"),
    path("company/<str:token>/", company.status, name="company"),
    path("company/adult/<str:token>/", company.adult, name="company-adult"),
    path("company/answer/<str:token>/", company.answer, name="company-answer"),
    path("company/after/<str:token>/", company.after, name="company-after"),
    path("news/", news.news, name="news"),
    path("news/<uuid:id>/", news.one, name="news-one"),
    path("news.atom", news.atom, name="news-atom"),
    path("news.ics", news.calendar, name="news-calendar"),
    path("learn/", news.learning, name="learn"),
    path("learn/<slug:slug>/", news.module, name="module"),
    path("learn/<slug:slug>/<int:number>/", news.module, name="module-page"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:slug>/", questions.questionnaire, name="questionnaire"),
    path("questions/<slug:slug>/thanks/", questions.thanks, name="questionnaire-thanks"),
    path("questions/<slug:slug>/summary/", summary.summary, name="questionnaire-summary"),
    path("questions/<slug:slug>/paper/", questions.paper, name="questionnaire-paper"),
    path("o/<str:slug>/questions/", questions.for_entry, name="entry-questions"),
    path("o/<str:slug>/questions/suggestions/", questions.for_entry_offers, name="entry-offers"),
    path("files/<uuid:id>/<str:name>", news.attachment, name="attachment"),
]

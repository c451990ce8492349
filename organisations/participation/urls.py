"""Addresses of the first contact, below the language."""

from django.urls import path

from organisations.participation.views import answer, contact, status

urlpatterns = [
    path("contact/", contact.to_operator, name="contact"),
    path("o/<str:slug>/contact/", contact.to_entry, name="contact-entry"),
    path("message/<str:token>/", status.message, name="message"),
    path("answer/<str:token>/", answer.answer, name="answer"),
]

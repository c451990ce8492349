"""Addresses of the desk, below /curate/."""

from django.urls import path

from organisations.curate.views import care, duplicates, edit, entry, item, log, people, personal, queue, work

urlpatterns = [
    path("queue/", queue.queue, name="curate-queue"),
    path("queue/<uuid:id>/", item.item, name="curate-item"),
    path("queue/<uuid:id>/edit/", edit.edit, name="curate-edit"),
    path("o/<str:slug>/", entry.entry, name="curate-entry"),
    path("o/<str:slug>/history/", entry.past, name="curate-past"),
    path("work/", work.work_list, name="curate-work-list"),
    path("work/<uuid:id>/", work.work, name="curate-work"),
    path("duplicates/", duplicates.duplicates, name="curate-duplicates"),
    path("duplicates/compare/", duplicates.compare, name="curate-compare"),
    path("duplicates/<int:id>/", duplicates.duplicate, name="curate-duplicate"),
    path("log/", log.log, name="curate-log"),
    path("links/", care.links, name="curate-links"),
    path("mails/", care.mails, name="curate-mails"),
    path("people/", people.people, name="curate-people"),
    path("people/<int:id>/", people.account, name="curate-person"),
    path("personal-data/", personal.personal, name="curate-personal"),
    path("retention/", care.retention, name="curate-retention"),
    path("keys/", queue.keys, name="curate-keys"),
]

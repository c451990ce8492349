"""Addresses of the desk, below /curate/."""

from django.urls import path

from organisations.curate.views import (
    bulk,
    desk,
    edit,
    entries,
    entry,
    export,
    item,
    log,
    queue,
    statistics,
    work,
)

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("entries/", entries.entries, name="curate-entries"),
    path("entries/bulk/", bulk.bulk, name="curate-bulk"),
    path("entries/bulk/<uuid:id>/undo/", bulk.undo, name="curate-bulk-undo"),
    path("views/", entries.keep, name="curate-keep"),
    path("views/<uuid:id>/forget/", entries.forget, name="curate-forget"),
    path("queue/", queue.queue, name="curate-queue"),
    path("queue/<uuid:id>/", item.item, name="curate-item"),
    path("queue/<uuid:id>/edit/", edit.edit, name="curate-edit"),
    path("o/<str:slug>/", entry.entry, name="curate-entry"),
    path("o/<str:slug>/history/", entry.past, name="curate-past"),
    path("work/", work.work_list, name="curate-work-list"),
    path("work/<uuid:id>/", work.work, name="curate-work"),
    path("log/", log.log, name="curate-log"),
    path("export/", export.export, name="curate-export"),
    path("statistics/", statistics.numbers, name="curate-statistics"),
    path("statistics/wishes/", statistics.wishes, name="curate-wishes"),
    path("statistics/gap/", statistics.gap, name="curate-gap"),
    path("statistics/count/", statistics.count, name="curate-count"),
    path("statistics/<slug:name>.csv", statistics.table, name="curate-table"),
    path("keys/", queue.keys, name="curate-keys"),
]

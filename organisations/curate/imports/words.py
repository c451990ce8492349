"""What the lists of an import are called on the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACTIONS: dict[str, Any] = {
    "": pgettext_lazy("rows of an import", "All"),
    "new": pgettext_lazy("rows of an import", "New"),
    "changed": pgettext_lazy("rows of an import", "Changed"),
    "alike": _("Possible duplicates"),
    "kept": _("Changed by hand here"),
    "unchanged": pgettext_lazy("rows of an import", "Unchanged"),
    "refused": pgettext_lazy("rows of an import", "Refused"),
}
OUTCOMES: dict[str, Any] = {
    "new": pgettext_lazy("a row of an import", "New"),
    "changed": pgettext_lazy("a row of an import", "Changed"),
    "unchanged": pgettext_lazy("a row of an import", "Unchanged"),
    "refused": pgettext_lazy("a row of an import", "Refused"),
    "proposed": pgettext_lazy("a row of an import", "In the queue"),
}

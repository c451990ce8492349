"""The admin: raw data for superusers, below /admin/."""

from organisations.admin import areas, organisations, records, vocabulary
from organisations.admin.site import site

__all__ = ["areas", "organisations", "records", "site", "vocabulary"]

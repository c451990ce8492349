"""The admin: raw data for superusers, below /admin/."""

from organisations.admin import areas, curators, organisations, records, vocabulary
from organisations.admin.site import site

__all__ = ["areas", "curators", "organisations", "records", "site", "vocabulary"]

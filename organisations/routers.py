"""Which database alias a query goes to."""

from typing import Any


class DefaultRouter:
    """Everything goes to `default`; public read querysets ask for `read` themselves (Listing.objects.public)."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Migrations run on `default` alone: `read` is the same data."""
        return db == "default"

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Both aliases hold the same rows, so their objects may be related."""
        return True

"""Static files with hashed names, rewriting the relative imports of our ES modules too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hashes names (also inside ES modules, so that no old module is mixed with a new one) and stores gzip copies."""

    support_js_module_import_aggregation = True

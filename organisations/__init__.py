"""The domain: organisations, their vocabulary, the one query, the one document, the one listing."""

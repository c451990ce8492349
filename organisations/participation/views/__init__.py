"""Pages of the first contact."""

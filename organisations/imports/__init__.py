"""Import of entries from files: `reader` (what stands there), `mapping` (what it means), `run` (publishing it)."""

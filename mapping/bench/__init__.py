"""The benchmark: synthetic entries in a database of their own, the real server, and plain SQL beside it."""

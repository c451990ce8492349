"""News, events and learning modules as everybody reads them: read.py asks, feeds.py and views.py render."""

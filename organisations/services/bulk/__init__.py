"""What a curator does to many entries at once: the acts there are (acts.py), and their work for the queue (run.py)."""

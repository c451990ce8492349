"""Points for addresses: a Nominatim-compatible server is asked, its hits are judged, what is sound is published.

`server` asks, `turn` keeps all processes to one question a second, `answers` keeps what was said, `verdict` judges,
`run` does the work for the queue (mapping/jobs.py) and for `manage.py geocode_missing`, `nudge` queues it.
"""

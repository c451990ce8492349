"""The curators' desk below /curate/: the queue of what people proposed, what an entry needs, and what was decided.

Pages in German and English. Each follows the site's pattern: parse (choice.py), query (queue.py, entries.py, log.py),
render (views/).
"""

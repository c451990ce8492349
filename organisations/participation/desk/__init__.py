"""The curators' pages about taking part: news, events and learning modules."""

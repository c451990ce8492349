"""What anybody may send about entries: a change, a word, a new entry, a claim; and the pages on which it is done."""

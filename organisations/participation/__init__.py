"""First contact: a message made of phrases, its way to the association and the answer back."""

"""People who come along, from their offer to its end."""

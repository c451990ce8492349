"""The forms of the sections, one module each."""

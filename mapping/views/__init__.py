"""Views of the site."""

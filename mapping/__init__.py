"""The site: settings, map pages, areas, geocoding, base map."""

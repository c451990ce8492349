"""Statistics for curators: numbers over time, what was looked for in vain, wish against offer."""

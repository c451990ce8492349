"""The public read API. No models: it renders what the domain answers."""

"""The pages on which an association keeps its own entry true: asking for the link, what they show, what they save."""

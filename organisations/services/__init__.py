"""Writes: plain functions with keyword arguments, each in a transaction."""

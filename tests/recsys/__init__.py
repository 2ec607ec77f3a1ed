"""Behaviour: events, journals, what is forgotten."""

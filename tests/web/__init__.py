"""Tests of the counter: pages, API, server, and journeys in a browser."""

"""Judged shopping intents over two catalogues: `uv run python -m tests.intents`."""

"""Real shops and judged queries on both engines: `uv run python -m tests.relevance`."""

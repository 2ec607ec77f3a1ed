"""Commands killed with `kill -9` at random moments, under readers: `python -m tests.durability`."""

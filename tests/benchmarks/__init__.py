"""What searching costs, measured: `python -m tests.benchmarks`. Never run as timed tests."""

"""What is particular to one engine; what all promise is in `tests/contract`."""

"""What every engine promises, one file an ability; nothing here may be skipped for an engine."""

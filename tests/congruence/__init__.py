"""The embedded engine, Elasticsearch and a naive evaluator answer alike (semantics §3)."""

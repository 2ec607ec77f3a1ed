"""The two engines: `embedded` on tantivy and numpy, `elastic` on an Elasticsearch server.

Both keep the protocols of `indexer.engine`; nothing else may be built on what one of them can do.
"""

"""The tantivy index behind a schema: how each of our columns is kept there.

Values are not read or written here; `queries` and `writer` do that.
"""

from pathlib import Path

import tantivy

from indexer.engines.embedded.failures import translated
from indexer.errors import AnalyzerMismatchError
from indexer.fields import Field, Kind, Schema

__all__ = ["ABSENT", "ID", "NUMBER", "ROW", "VROW", "create_index", "native_schema", "open_index"]

ID = "id"
ROW = "row"

NUMBER = "_number"
"""The number of a document's row in the column file."""

VROW = "_vrow"
"""A document's row in the vector file, absent without a vector."""

ABSENT = "_absent"
"""The counted keyword columns that a document has no value in. To find those without one is to look
up a term; all documents but those with one took most of the time of a page with filters."""

_WHITESPACE = "between_spaces"


def native_schema(schema: Schema) -> tantivy.Schema:
    """tantivy's schema: every column of ours, and where more of a document is."""
    builder = tantivy.SchemaBuilder()
    for field in schema.fields:
        _add(builder, field)
    builder.add_integer_field(NUMBER, fast=True)
    builder.add_integer_field(VROW, indexed=True, fast=True)
    builder.add_text_field(ABSENT, tokenizer_name="raw", index_option="basic")
    return builder.build()


def create_index(folder: Path, schema: Schema) -> None:
    """An empty index in an empty folder."""
    with translated():
        tantivy.Index(native_schema(schema), str(folder), reuse=False)


def open_index(folder: Path) -> tantivy.Index:
    """The index in a folder. It follows later commits only when told to reload.

    Raises AnalyzerMismatchError for one that another version of the library wrote.
    """
    with translated():
        if not tantivy.Index.is_compatible(str(folder)):
            message = f"{folder}：索引由另一个版本的 tantivy 写成，请重建索引"
            raise AnalyzerMismatchError(message)
        index = tantivy.Index.open(str(folder))
        # Otherwise a thread polls the folder twice a second.
        index.config_reader("manual")
        # Only ASCII whitespace parts tokens; an ideographic space belongs to one.
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer(_WHITESPACE, analyzer)
        return index


def _add(builder: tantivy.SchemaBuilder, field: Field) -> None:
    match field.kind:
        case Kind.TEXT:
            builder.add_text_field(field.name, tokenizer_name=_WHITESPACE, index_option="freq")
        case Kind.PHRASE:
            builder.add_text_field(field.name, tokenizer_name=_WHITESPACE, index_option="position")
        case Kind.KEYWORD:
            # A fast column costs a twelfth of indexing for those that nothing is counted by.
            builder.add_text_field(
                field.name, tokenizer_name="raw", index_option="basic", fast=field.counted
            )
        case Kind.INTEGER:
            # Numbers are found in their column; without postings for the dozens of them indexing
            # takes 13 % less time. Rows are looked up one by one, hundreds at once; and to leave out
            # what is not wanted in one of a product's SKUs took 20 ms by the column of `variants`.
            builder.add_integer_field(field.name, indexed=field.sought, fast=True)
        case Kind.DOUBLE:
            builder.add_float_field(field.name, fast=True)

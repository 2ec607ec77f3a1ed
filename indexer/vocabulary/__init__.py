"""What a shop says of its words (contract §2): names of brands and types, attribute names and values.

Here it is read, kept, and joined to the shipped tables of attributes; what it means for texts is
`query.lexicon`.
"""

from indexer.vocabulary.attributes import VocabularyAttributes, attributes_of
from indexer.vocabulary.checks import Vocabulary, read_vocabulary
from indexer.vocabulary.store import VocabularyStore

__all__ = [
    "Vocabulary",
    "VocabularyAttributes",
    "VocabularyStore",
    "attributes_of",
    "read_vocabulary",
]

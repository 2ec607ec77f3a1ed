"""Models measured on a log by the protocols of recommender.md, side by side."""

from recsys.evaluate.log import Log, LogBuilder
from recsys.evaluate.measures import MEASURES, Quality, quality
from recsys.evaluate.protocols import PROTOCOLS, Split, split
from recsys.evaluate.ranking import ranked
from recsys.evaluate.trial import Refused, Trial, tried

__all__ = [
    "MEASURES",
    "PROTOCOLS",
    "Log",
    "LogBuilder",
    "Quality",
    "Refused",
    "Split",
    "Trial",
    "quality",
    "ranked",
    "split",
    "tried",
]

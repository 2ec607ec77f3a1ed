"""Events: what shoppers did with products, in the order in which it arrived."""

from recsys.events.event import ACTIONS, EVENT_FIELDS, INTERESTS, Event, event
from recsys.events.intake import REQUIRED, EventImport, Imported, load
from recsys.events.store import Events, journaled

__all__ = [
    "ACTIONS",
    "EVENT_FIELDS",
    "INTERESTS",
    "REQUIRED",
    "Event",
    "EventImport",
    "Events",
    "Imported",
    "event",
    "journaled",
    "load",
]

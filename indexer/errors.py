"""What can go wrong, for everyone above the index.

    XunhuoError
    ├─ InvalidRequestError(field)     the caller's fault: 400, the message names the field
    ├─ FeedError(location, field)     a row or a file that breaks contract §2
    ├─ SettingsError(variable)        a setting that cannot be used
    ├─ EngineUnavailableError         retry, or 503
    │  └─ EngineTimeoutError          no answer in time: also a partial answer
    ├─ DatabaseUnavailableError       the database cannot be used: 503
    ├─ NothingPublishedError          no generation yet: the message says how to build one
    ├─ WriterBusyError                another process writes the embedded index
    ├─ BulkRejectedError(failures)    which documents, and why
    ├─ AnalyzerMismatchError          the index was built by another analyzer version
    └─ DamagedError                   stored bytes do not match their checksum

A library's own errors are translated once, at the edge of the module that calls it.
"""

from collections.abc import Mapping

__all__ = [
    "AnalyzerMismatchError",
    "BulkRejectedError",
    "DamagedError",
    "DatabaseUnavailableError",
    "EngineTimeoutError",
    "EngineUnavailableError",
    "FeedError",
    "InvalidRequestError",
    "NothingPublishedError",
    "SettingsError",
    "WriterBusyError",
    "XunhuoError",
]


class XunhuoError(Exception):
    """The root: every error whose text a person may read as it stands."""


class InvalidRequestError(XunhuoError):
    """A request that cannot be answered. `field` names what to change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class FeedError(XunhuoError):
    """A row of a feed that breaks the contract, printed as `file:line: field: what is wrong`."""

    def __init__(self, location: str, field: str, message: str) -> None:
        super().__init__(f"{location}: {field}: {message}" if field else f"{location}: {message}")
        self.location = location
        self.field = field


class SettingsError(XunhuoError):
    """A setting that cannot be used. `variable` is the name to change."""

    def __init__(self, variable: str, message: str) -> None:
        super().__init__(f"{variable}: {message}")
        self.variable = variable


class EngineUnavailableError(XunhuoError):
    """The engine cannot be reached or failed: an error, never an empty result."""


class EngineTimeoutError(EngineUnavailableError):
    """The engine did not answer in time, or answered for some shards only."""


class DatabaseUnavailableError(XunhuoError):
    """The database cannot be reached, read or written: an error, never an empty result."""


class NothingPublishedError(XunhuoError):
    """No generation is published yet."""


class WriterBusyError(XunhuoError):
    """Another process holds the embedded engine's write lock."""


class BulkRejectedError(XunhuoError):
    """Documents that the engine refused: `failures` maps their ids to the engine's reason."""

    def __init__(self, failures: Mapping[str, str]) -> None:
        shown = "；".join(f"{key}: {why}" for key, why in list(failures.items())[:5])
        super().__init__(f"{len(failures)} 个文档被拒绝：{shown}")
        self.failures = dict(failures)


class AnalyzerMismatchError(XunhuoError):
    """The index was built by another analyzer version and must be rebuilt."""


class DamagedError(XunhuoError):
    """Stored bytes that do not match their checksum."""

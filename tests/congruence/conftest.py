"""The engines to compare, and the report of what each run met."""

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import TOLD
from tests.congruence.documents import Documents
from tests.congruence.drawing import Drawing
from tests.congruence.tally import Tally
from tests.engines import KINDS, NewEngine, engines_of_kind

__all__: list[str] = []

_REAL = [kind for kind in KINDS if kind != "naive"]


@pytest.fixture(scope="session", params=_REAL)
def new_engine(request: pytest.FixtureRequest) -> Iterator[NewEngine]:
    """Makes engines of one kind; the naive one is what they are compared with."""
    with engines_of_kind(request.param, request) as maker:
        yield maker


@pytest.fixture(scope="session")
def documents() -> Documents:
    """Builds documents from products."""
    return Documents()


@pytest.fixture
def drawing(pytestconfig: pytest.Config) -> Drawing:
    """The same examples in every run; others with `--hypothesis-seed=NUMBER`."""
    return Drawing(pytestconfig.getoption("--hypothesis-seed"))


@pytest.fixture
def new_tally(record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    """A tally that the terminal summary and the report file show."""
    tally = Tally()
    yield tally
    if tally.requests:
        for line in tally.lines():
            record_property(TOLD, line)

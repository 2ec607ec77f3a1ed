"""Lists follow the events, and equal those of a training of what is stored, whatever happens."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import recsys.tables
from indexer.store import Database
from recsys.events import Event, Events
from recsys.following import Following
from recsys.item_cf import Similarity, Window, WindowSettings
from recsys.neighbors import Neighbors
from recsys.people import purge
from recsys.trained import TrainedFolder
from recsys.training import train
from tests.recsys.logs import EVENTS

SETTINGS = WindowSettings(Window(reach=3), Similarity(neighbors=3), half_life=2.0)

State = dict[str, tuple[bytes, list[str], bytes]]


def state(neighbors: Neighbors) -> State:
    """What is known of each product: its popularity, what is similar, how similar."""
    found = {}
    for item, number in neighbors.numbers.items():
        others, values = neighbors.row(number)
        names = [neighbors.items[other] for other in others.tolist()]
        found[item] = (neighbors.popularity[number].tobytes(), names, values.tobytes())
    return found


def trained_anew(events: Events, folder: Path, settings: WindowSettings = SETTINGS) -> State:
    """What a training of the stored events alone gives."""
    with TemporaryDirectory(dir=folder) as name:
        train(events, TrainedFolder(Path(name)), settings)
        follower = Following(events, TrainedFolder(Path(name)), settings)
        follower.refresh()
        follower.close()
        return state(follower.neighbors)


class Shop(RuleBasedStateMachine):
    """Events come, people are forgotten, processes die, tables are written: in any order."""

    @initialize(small=st.sampled_from([0, 2, 1_000]))
    def open(self, small: int) -> None:
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name)
        self.database = Database(f"sqlite:///{self.path / 'events.db'}")
        self.events = Events(self.database)
        self.small = small
        self.follower = self.followed()

    def followed(self) -> Following:
        return Following(
            self.events, TrainedFolder(self.path / "recsys"), SETTINGS, small=self.small
        )

    @rule(batch=st.lists(EVENTS, min_size=1, max_size=8))
    def come(self, batch: list[Event]) -> None:
        self.events.add(batch)

    @rule(name=st.sampled_from(["a", "b", "s", "t"]))
    def forget(self, name: str) -> None:
        purge(self.database, recsys.tables.metadata.sorted_tables, self.events.person(name))

    @rule()
    def refresh(self) -> None:
        self.follower.refresh()

    @rule()
    def die(self) -> None:
        """Without a word; the lock goes with the process."""
        if self.follower._alone is not None:
            self.follower._alone.release()
        self.follower = self.followed()

    @invariant()
    def equals_a_training(self) -> None:
        if not hasattr(self, "follower"):
            return
        self.follower.refresh()
        assert state(self.follower.neighbors) == trained_anew(self.events, self.path)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.follower.close()
            self.database.close()
            self.folder.cleanup()


TestShop = Shop.TestCase
TestShop.settings = hypothesis_settings(max_examples=15, stateful_step_count=8, deadline=None)


def test_another_process_reads_what_the_one_that_counts_leaves(
    events: Events, tmp_path: Path
) -> None:
    """And takes over when that is gone."""
    folder = TrainedFolder(tmp_path / "recsys")
    events.add([Event("view", product, session="s") for product in ("P1", "P2")])
    one, two = (Following(events, folder, SETTINGS, small=0) for _ in range(2))
    one.refresh()
    before = two.neighbors
    two.refresh()
    assert before.similar("P1") == []
    assert [item for item, _ in two.neighbors.similar("P1")] == ["P2"]
    assert state(two.neighbors) == state(one.neighbors)

    one.close()
    events.add([Event("view", "P3", session="s")])
    assert two.refresh() == 1
    assert state(two.neighbors) == trained_anew(events, tmp_path)


def test_a_state_that_was_taken_stays_while_newer_ones_come(events: Events, tmp_path: Path) -> None:
    """A page that is being made never sees two tables."""
    follower = Following(events, TrainedFolder(tmp_path / "recsys"), SETTINGS, small=0)
    events.add([Event("view", product, session="s") for product in ("P1", "P2")])
    follower.refresh()
    taken = follower.neighbors
    before = state(taken)
    for product in ("P3", "P4"):
        events.add([Event("view", product, session="s")])
        follower.refresh()

    assert state(taken) == before
    assert len(list((tmp_path / "recsys").glob("2*"))) == 1
    follower.close()

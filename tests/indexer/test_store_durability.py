"""What was acknowledged survives a kill; what was not is there whole or not at all."""

import random
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest
from sqlalchemy import text

from indexer.store import Database, Store

ROUNDS = 4
ROWS = 4000

# Acknowledges on standard output, as a command does with its last line.
WRITER = """
import sys
from pathlib import Path
from indexer.catalog import DocumentId, Fen, Product
from indexer.store import Database, Store
folder, start = Path(sys.argv[1]), int(sys.argv[2])
with Store.open(f"sqlite:///{folder}/x.db", folder) as store:
    for number in range(start, start + 1000):
        product = Product(id=DocumentId("counter"), title="T", price=Fen(number))
        store.products.upsert([product])
        print(number, flush=True)
"""


def test_an_acknowledged_write_survives_kill_9(tmp_path: Path) -> None:
    acknowledged = 0
    for attempt in range(ROUNDS):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(acknowledged + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                acknowledged = int(line)
                if acknowledged % (7 + attempt) == 0:
                    process.kill()
                # What was printed before the kill arrived is read on: it counts too.

        with Store.open(f"sqlite:///{tmp_path}/x.db", tmp_path) as store:
            found = store.products.get(["counter"])["counter"]
        # The write after the last acknowledged one may have been made before the kill.
        assert found.price in (acknowledged, acknowledged + 1)
        acknowledged = found.price


@pytest.mark.slow
def test_a_killed_import_leaves_the_state_before_it_or_after_it(tmp_path: Path) -> None:
    chance = random.Random(5)
    feed = tmp_path / "feed.jsonl"
    data = tmp_path / "data"
    command = [sys.executable, "-m", "indexer", "import", "products", str(feed), "--no-apply"]
    command += ["--data", str(data)]
    current = 0
    cut = 0
    pause = 1.0
    for price in range(1, 4 * ROUNDS):
        if price > ROUNDS and cut:
            break
        rows = ({"id": f"P{i}", "title": f"商品 {i}", "price": price} for i in range(ROWS))
        feed.write_bytes(b"\n".join(map(orjson.dumps, rows)))
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        started = time.monotonic()
        if price > 1:  # the first one runs to its end, to learn how long that takes
            time.sleep(chance.uniform(0.3, 1.0) * pause)
            process.kill()
        output = process.communicate()[0]
        if price == 1:
            pause = time.monotonic() - started
        cut += not output
        if price > 1 and output:
            pause *= 0.6  # it came too late: the first import was slower than those that follow

        with Store.open(f"sqlite:///{data}/xunhuo.db", data) as store:
            prices = {
                change.document.price
                for change in store.products.all()
                if change.document is not None
            }
            assert store.products.count() == ROWS
        assert len(prices) == 1, "half an import is in the catalogue"
        found = prices.pop() // 100
        assert found == price if output else found in (current, price)
        current = found

    assert cut, "no import was cut: the test proved nothing"


def test_the_log_of_a_large_write_does_not_stay(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    log = file.with_name("shop.db-wal")
    database = Database(f"sqlite:///{file}")
    with database.reading() as held:  # a connection that stays open, as a server's do
        held.execute(text("SELECT 1"))
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE t (content BLOB)"))
        for _ in range(20):
            connection.execute(text("INSERT INTO t VALUES (zeroblob(4000000))"))
    most = log.stat().st_size
    assert most > 64_000_000
    for _ in range(3):  # the next writes begin the log anew
        with database.writing() as connection:
            connection.execute(text("INSERT INTO t VALUES (1)"))
    assert log.stat().st_size <= 34_000_000
    database.close()

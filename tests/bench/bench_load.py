"""How long a delivery takes: a file of 31,123 rows checked and stored, against a bare read and one bulk insert of it.

    python tests/bench/bench_load.py

Both run in turns in one process, on SQLite files of their own; medians are compared. The file is AdventureWorks'
sales_history.csv of ../shared/data where that is there, else one of the same size made up here.
"""

import io
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pandas as pd

from sop.domain.people import Act, Actor, Function, Role
from sop.services.loading import load_file
from sop.storage import maintenance
from sop.storage.engine import open_store

REAL = Path(__file__).parents[3] / "shared" / "data" / "adventureworks" / "sales_history.csv"
ROWS, ROUNDS, TARGET_RATIO = 31_123, 9, 3.0
NOW = datetime(2027, 2, 3, 9, 30, tzinfo=UTC)


def made_up() -> bytes:
    """Return a file as long and as wide as the real one."""
    dice = random.Random(1)
    lines = ["month,sku,family,category,region,country,channel,quantity,revenue_usd,cost_usd,discount_usd,order_lines"]
    for n in range(ROWS):
        month = f"{2011 + n // 9000:04d}-{n // 750 % 12 + 1:02d}"
        figures = (
            f"{dice.randint(1, 90)},{dice.random() * 9000:.4f},{dice.random() * 8000:.4f},0.0,{dice.randint(1, 9)}"
        )
        lines.append(f"{month},BK-{n:05d},Mountain Bikes,Bikes,Canada,Canada,Reseller,{figures}")
    return "\n".join(lines).encode()


def bare(content: bytes, folder: Path) -> float:
    """Return the seconds of pandas.read_csv and one bulk insert, committed as durably as ours is."""
    with sqlite3.connect(folder / "bare.db") as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
    database.close()
    database = sqlite3.connect(folder / "bare.db")
    began = time.perf_counter()
    rows = pd.read_csv(io.BytesIO(content))
    names = ", ".join(f'"{name}"' for name in rows.columns)
    marks = ", ".join("?" for _ in rows.columns)
    database.execute(f"CREATE TABLE bare ({names})")
    database.executemany(f"INSERT INTO bare VALUES ({marks})", rows.itertuples(index=False, name=None))
    database.commit()
    took = time.perf_counter() - began
    database.close()
    return took


def ours(content: bytes, folder: Path) -> float:
    """Return the seconds of a load: read, checked, original kept, stored, logged and announced."""
    url = f"sqlite:///{folder / 'sop.db'}"
    maintenance.migrate(url, folder, NOW)
    store = open_store(url)
    with store.read():
        pass  # the connection is open, as on a server
    act = Act(Actor("bench", Function.SALES, Role.PARTICIPANT), NOW, "bench")
    began = time.perf_counter()
    _, totals = load_file(store, folder, act, "sales_history", content, "sales_history.csv")
    took = time.perf_counter() - began
    store.dispose()
    assert totals.quantity > 0
    return took


def measured(content: bytes) -> tuple[float, float]:
    """Return the median seconds of the bare way and of ours, run in turns after one round to warm up."""
    took: list[tuple[float, float]] = []
    for _ in range(ROUNDS + 1):
        with tempfile.TemporaryDirectory() as folder:
            took.append((bare(content, Path(folder)), ours(content, Path(folder))))
    return median(each[0] for each in took[1:]), median(each[1] for each in took[1:])


def main(_arguments: Sequence[str] = ()) -> int:
    content = REAL.read_bytes() if REAL.is_file() else made_up()
    plain, whole = measured(content)
    ratio = whole / plain
    source = "adventureworks" if REAL.is_file() else "made up"
    print(f"{source}: bare {1e3 * plain:.0f} ms, load {1e3 * whole:.0f} ms | ratio {ratio:.2f}")
    print(f"{'held  ' if ratio <= TARGET_RATIO else 'MISSED'} at most {TARGET_RATIO:g} x a bare read and insert")
    return 0 if ratio <= TARGET_RATIO else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

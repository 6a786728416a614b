"""How long a delivery takes and what memory it needs, against a bare pandas.read_csv and one bulk insert of the same file.

    python -m tests.bench.bench_load [--only month] [--only million]

`month` is a file of 31,123 rows, both ways in turns in one process, medians compared. `million` is a file of a million
rows of the same shape; each way has a process of its own, so that its largest resident memory is its own. Both store in
SQLite files of their own. The rows are those of AdventureWorks' sales_history.csv of ../shared/data where that is there,
else ones of the same shape made up here; a million of them are those again and again under further SKUs.
"""

import argparse
import io
import itertools
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pandas as pd

from sop.domain.people import Act, Actor, Function, Role
from sop.services.loading import load_file
from sop.storage import maintenance
from sop.storage.engine import open_store

REAL = Path(__file__).parents[3] / "shared" / "data" / "adventureworks" / "sales_history.csv"
ROWS, MILLION, ROUNDS, MILLION_ROUNDS, TARGET_RATIO = 31_123, 1_000_000, 9, 3, 3.0
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


def lengthened(content: bytes) -> Iterator[bytes]:
    """Yield the lines of a file of a million rows, each with a SKU and an amount of its own."""
    header, *lines = content.splitlines(keepends=True)
    yield header
    again = ((turn, line) for turn in itertools.count() for line in lines)
    for turn, line in itertools.islice(again, MILLION):
        month, sku, *names, revenue, cost, discount, order_lines = line.split(b",")
        sku, revenue = b"%b-%d" % (sku, turn), b"%.4f" % (float(revenue) + turn)
        yield b",".join((month, sku, *names, revenue, cost, discount, order_lines))


def bare(source: Path | bytes, folder: Path) -> float:
    """Return the seconds of pandas.read_csv and one bulk insert, committed as durably as ours is."""
    with sqlite3.connect(folder / "bare.db") as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
    database.close()
    database = sqlite3.connect(folder / "bare.db")
    began = time.perf_counter()
    rows = pd.read_csv(io.BytesIO(source) if isinstance(source, bytes) else source)
    names = ", ".join(f'"{name}"' for name in rows.columns)
    marks = ", ".join("?" for _ in rows.columns)
    database.execute(f"CREATE TABLE bare ({names})")
    database.executemany(f"INSERT INTO bare VALUES ({marks})", rows.itertuples(index=False, name=None))
    database.commit()
    took = time.perf_counter() - began
    database.close()
    return took


def ours(source: Path | bytes, folder: Path) -> float:
    """Return the seconds of a load: read, checked, original kept, stored, logged and announced."""
    url = f"sqlite:///{folder / 'sop.db'}"
    maintenance.migrate(url, folder, NOW)
    store = open_store(url)
    with store.read():
        pass  # the connection is open, as on a server
    act = Act(Actor("bench", Function.SALES, Role.PARTICIPANT), NOW, "bench")
    began = time.perf_counter()
    _, totals = load_file(store, folder, act, "sales_history", source, "sales_history.csv")
    took = time.perf_counter() - began
    store.dispose()
    assert totals.quantity > 0
    return took


WAYS = {"bare": bare, "ours": ours}


def measured(content: bytes) -> tuple[float, float]:
    """Return the median seconds of the bare way and of ours, run in turns after one round to warm up."""
    took: list[tuple[float, float]] = []
    for _ in range(ROUNDS + 1):
        with tempfile.TemporaryDirectory() as folder:
            took.append((bare(content, Path(folder)), ours(content, Path(folder))))
    return median(each[0] for each in took[1:]), median(each[1] for each in took[1:])


def apart(way: str, path: Path) -> tuple[float, float]:
    """Return the seconds and the largest MB of one way on one file, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_load", "--way", way, "--file", str(path)]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return answer["seconds"], answer["megabytes"]


def run_way(way: str, path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seconds = WAYS[way](path, Path(folder))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))


def month(content: bytes) -> bool:
    plain, whole = measured(content)
    print(f"{ROWS:,} rows: bare {1e3 * plain:.0f} ms, load {1e3 * whole:.0f} ms")
    return held("time of a month's file", whole / plain)


def million(content: bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sales_history.csv"
        with path.open("wb") as file:
            file.writelines(lengthened(content))
        took = {way: [] for way in WAYS}
        for _ in range(MILLION_ROUNDS):
            for way, runs in took.items():
                runs.append(apart(way, path))
        size = path.stat().st_size / 1e6
    (plain_s, plain_mb), (whole_s, whole_mb) = (
        [median(run[k] for run in took[way]) for k in (0, 1)] for way in ("bare", "ours")
    )
    print(
        f"{MILLION:,} rows, {size:.0f} MB: bare {plain_s:.1f} s, {plain_mb:.0f} MB; load {whole_s:.1f} s, {whole_mb:.0f} MB"
    )
    return held("time of a million rows", whole_s / plain_s) & held("memory of a million rows", whole_mb / plain_mb)


def held(what: str, ratio: float) -> bool:
    met = ratio <= TARGET_RATIO
    print(f"{'held  ' if met else 'MISSED'} {what}: {ratio:.2f} (at most {TARGET_RATIO:g} x a bare read and insert)")
    return met


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=("month", "million"), default=[])
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args(arguments)
    if wanted.way:
        run_way(wanted.way, wanted.file)
        return 0
    content = REAL.read_bytes() if REAL.is_file() else made_up()
    print("adventureworks" if REAL.is_file() else "made up")
    parts = {"month": month, "million": million}
    missed = [name for name in wanted.only or parts if not parts[name](content)]
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Hold the whole system under what a bad day brings, for as long as is asked: `make soak`.

    python -m tests.soak --minutes 30 --kills 200 [--only files --only fuzz --only kills --only servers --only load]

Leaves a report in soak-report/. The exit code is 1 when a rule of correctness broke; a figure that is missed is said.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from tests.soak.files import spoil
from tests.soak.fuzz import fuzz
from tests.soak.kills import kill_often
from tests.soak.load import load
from tests.soak.report import Report
from tests.soak.room import demo_home, serving_demo
from tests.soak.two_servers import two_servers

SHARES = {"files": 0.0, "kills": 0.0, "servers": 0.0, "fuzz": 0.15, "load": 0.85}  # of the time; some are counted
MOST_MINUTES = 600


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for and leave the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--only", action="append", choices=SHARES, default=[])
    wanted = parser.parse_args(arguments)
    if not 0 < wanted.minutes <= MOST_MINUTES:
        parser.error(f"between 0 and {MOST_MINUTES} minutes")
    parts = wanted.only or list(SHARES)
    whole = sum(SHARES[part] for part in parts) or 1.0
    report = Report()
    for part in parts:
        run(part, report, 60 * wanted.minutes * SHARES[part] / whole, wanted.kills)
    report.say(f"\n{report.broken} rules broken, {report.missed} figures missed")
    print(f"report: {report.write()}")
    return int(report.broken > 0)


def run(part: str, report: Report, seconds: float, kills: int) -> None:
    """Run one part, on a demo company of its own where it needs one."""
    match part:
        case "files":
            spoil(report)
        case "servers":
            two_servers(report)
        case "fuzz":
            with demo_home() as home:
                fuzz(home, report, seconds)
        case "kills":
            with demo_home() as home:
                asyncio.run(kill_often(home, report, kills))
        case _:
            with demo_home() as home, serving_demo(home) as server:
                asyncio.run(load(server, report, seconds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Hold the whole system under what a bad day brings, for as long as is asked: `make soak`.

    python -m tests.soak --minutes 30 [--only files --only fuzz --only kills --only load]

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

SHARES = {"files": 0.0, "fuzz": 0.15, "kills": 0.15, "load": 0.7}  # of the time; files are counted, not timed
MOST_MINUTES = 600


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for and leave the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--only", action="append", choices=SHARES, default=[])
    wanted = parser.parse_args(arguments)
    if not 0 < wanted.minutes <= MOST_MINUTES:
        parser.error(f"between 0 and {MOST_MINUTES} minutes")
    parts = wanted.only or list(SHARES)
    whole = sum(SHARES[part] for part in parts) or 1.0
    report = Report()
    for part in parts:
        run(part, report, 60 * wanted.minutes * SHARES[part] / whole)
    report.say(f"\n{report.broken} rules broken, {report.missed} figures missed")
    print(f"report: {report.write()}")
    return int(report.broken > 0)


def run(part: str, report: Report, seconds: float) -> None:
    """Run one part on a demo company of its own; spoiled files need none."""
    if part == "files":
        spoil(report)
        return
    with demo_home() as home:
        if part == "fuzz":
            fuzz(home, report, seconds)
        elif part == "kills":
            asyncio.run(kill_often(home, report, seconds))
        else:
            with serving_demo(home) as server:
                asyncio.run(load(server, report, seconds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

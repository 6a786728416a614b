"""Spoiled files at the door: thousands of them, each a verdict, none an exception, none a process that is gone.

    python -m tests.soak.files FIRST COUNT

looks at some of them in a process of its own and writes what was found as JSON; a soak starts such processes, so that a
reader that takes its process down is told like any other fault.
"""

import json
import os
import resource
import subprocess
import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field, fields

from sop.language import speaking
from sop.services.inspection import Verdict, as_answer, inspect, sentences
from tests.intake.spoiled import Spoiled, spoiled
from tests.soak.report import Report

FILES, IN_A_PROCESS = 5_000, 250
LONGEST_SECONDS, MOST_MEGABYTES = 5.0, 1_500.0
MOST_SECONDS = 900  # for the files of a process
_APART = 0.5  # of the binary workbooks


@dataclass(slots=True)
class Seen:
    """What came of some files: how often each verdict and first fault, what escaped, the slowest, the memory of all."""

    verdicts: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    escaped: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_file: str = ""
    megabytes: float = 0.0

    def add(self, other: "Seen") -> None:
        self.verdicts.update(other.verdicts)
        self.faults.update(other.faults)
        self.escaped += other.escaped
        if other.slowest > self.slowest:
            self.slowest, self.slowest_file = other.slowest, other.slowest_file
        self.megabytes = max(self.megabytes, other.megabytes)


def look_at(first: int, count: int) -> Seen:
    """Look at files as the page and the command line do, saying all that they would say."""
    seen = Seen()
    for number in range(first, first + count):
        file = spoiled(number, _APART)
        began = _work()
        with Escape(seen, file):
            found = inspect(None, None, file.content, file.name)
            with speaking("ro"):
                json.dumps([sentences(found), as_answer(found)])
            seen.verdicts[found.verdict] += 1
            if found.verdict is Verdict.REJECTED:
                seen.faults[found.problems[0].code if found.problems else "no fault"] += 1
        if _work() - began > seen.slowest:
            seen.slowest, seen.slowest_file = _work() - began, f"{number}: {file.how}"
    seen.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seen


@dataclass(slots=True)
class Escape:
    """Keeps what escapes from a file and goes on with the next."""

    seen: Seen
    file: Spoiled

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> bool:
        if kind is None or not issubclass(kind, Exception):
            return False
        told = "".join(traceback.format_exception(error, limit=-2))
        self.seen.escaped.append(f"{self.file.number}: {self.file.how}, {self.file.name}\n{told}")
        return True


def _work() -> float:
    """Return the seconds of work of this process and those that it waited for."""
    return sum(os.times()[:4])


def spoil(report: Report, files: int = FILES) -> None:
    """Look at every file and say what was found."""
    report.title(f"{files} spoiled files")
    seen = Seen()
    for first in range(0, files, IN_A_PROCESS):
        seen.add(_apart(first, min(IN_A_PROCESS, files - first)))
    report.say(f"- verdicts: {_counted(seen.verdicts)}")
    report.say(f"- refused for: {_counted(seen.faults)}")
    report.rule(
        "each file gives a verdict, none an exception", holds=not seen.escaped, seen="\n".join(seen.escaped[:5])
    )
    report.rule("each file is looked at once", holds=sum(seen.verdicts.values()) + len(seen.escaped) == files)
    report.figure(f"the slowest ({seen.slowest_file})", seen.slowest, LONGEST_SECONDS, "s of work")
    report.figure(f"memory of a process over {IN_A_PROCESS} files", seen.megabytes, MOST_MEGABYTES, "MB")


def _apart(first: int, count: int) -> Seen:
    command = [sys.executable, "-m", "tests.soak.files", str(first), str(count)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        return Seen(escaped=[f"{first} to {first + count - 1}: not done in {MOST_SECONDS} s"])
    if done.returncode:
        return Seen(
            escaped=[f"{first} to {first + count - 1}: the process ended with {done.returncode}\n{done.stderr[-2000:]}"]
        )
    told = json.loads(done.stdout)
    return Seen(**told | {"verdicts": Counter(told["verdicts"]), "faults": Counter(told["faults"])})


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


if __name__ == "__main__":
    seen_here = look_at(int(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps({each.name: getattr(seen_here, each.name) for each in fields(seen_here)}))

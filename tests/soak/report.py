"""What a soak found: rules, which must hold, and figures, whose miss is said but breaks nothing."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "soak-report"


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed; NaN of none."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else float("nan")


@dataclass(slots=True)
class Report:
    """Lines as they are found, printed at once and kept for the file."""

    lines: list[str] = field(default_factory=list)
    broken: int = 0
    missed: int = 0

    def title(self, text: str) -> None:
        self.say(f"\n## {text} (load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors)\n")

    def say(self, text: str) -> None:
        print(text, flush=True)
        self.lines.append(text)

    def rule(self, text: str, *, holds: bool, seen: object = "") -> None:
        """Note a rule of correctness; one that is broken makes the soak fail."""
        self.broken += not holds
        self.say(f"- {'held  ' if holds else 'BROKEN'} {text} {seen}".rstrip())

    def figure(self, text: str, value: float, most: float, unit: str) -> None:
        """Note a figure beside the most that it should be."""
        met = value <= most
        self.missed += not met
        self.say(f"- {'met   ' if met else 'MISSED'} {text}: {value:.1f} {unit} (target {most:g})")

    def write(self) -> Path:
        """Leave the report as a file and return where it is."""
        FOLDER.mkdir(exist_ok=True)
        path = FOLDER / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.md"
        path.write_text("# Soak\n" + "\n".join(self.lines) + "\n", encoding="utf-8")
        return path

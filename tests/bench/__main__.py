"""Run every benchmark and print its ratios: `make bench`, or `python -m tests.bench plan pages`."""

import importlib
import sys

NAMES = ("plan", "pages", "forecast", "load", "range")


def main(names: list[str]) -> int:
    """Run the named benchmarks, all when none is named; return how many missed their figure."""
    missed = 0
    for name in names or NAMES:
        print(f"\n== {name} ==", flush=True)
        missed += int(importlib.import_module(f"tests.bench.bench_{name}").main() or 0)
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

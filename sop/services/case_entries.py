"""The entries of one published case, read with their types; what is missing, misspelt or of another type is named."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray

Table = Mapping[str, Any]


def is_number(value: object) -> bool:
    """Return whether a value of a TOML file is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class Entries:
    """One table of a file; every entry that is asked for is noted, `finish` names those that nobody asked for."""

    def __init__(self, file: str, table: Table) -> None:
        self.file = file
        self._table = table
        self._known: set[str] = set()

    def has(self, key: str) -> bool:
        self._known.add(key)
        return key in self._table

    def value(self, key: str) -> Any:
        """Return an entry as it stands; raises Invalid where it is missing."""
        if not self.has(key):
            raise Invalid("{file}: {key} is missing.", file=self.file, key=key)
        return self._table[key]

    def text(self, key: str) -> str:
        value = self.value(key)
        if not isinstance(value, str) or not value.strip():
            raise Invalid("{file}: {key} is not a text.", file=self.file, key=key)
        return value

    def table(self, key: str) -> Table:
        value = self.value(key)
        if not isinstance(value, dict) or not value:
            raise Invalid("{file}: {key} is not a table with entries.", file=self.file, key=key)
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Return a number; the default where the key is not there and there is a default."""
        if default is not None and not self.has(key):
            return default
        value = self.value(key)
        if not is_number(value):
            raise Invalid("{file}: {key} is not a number.", file=self.file, key=key)
        return float(value)

    def optional(self, key: str) -> float | None:
        return self.number(key) if self.has(key) else None

    def whole(self, key: str) -> int:
        value = self.number(key)
        if value != int(value):
            raise Invalid("{file}: {key} is not a whole number.", file=self.file, key=key)
        return int(value)

    def numbers(self, key: str, length: int | None = None) -> FloatArray:
        """Return a list of numbers, (length,) where one is asked for; a single number serves every place of it."""
        return self.array(key, self.value(key), dimensions=1, length=length)

    def array(self, key: str, value: object, *, dimensions: int, length: int | None = None) -> FloatArray:
        """Return nested lists as an array of so many dimensions; a single number is a list of one."""
        listed = value if isinstance(value, list) else [value]
        found = _array(listed)
        if found is None or found.ndim != dimensions or not found.size:
            raise Invalid("{file}: {key} is not a list of numbers.", file=self.file, key=key)
        if length is None or len(found) == length:
            return found
        if isinstance(value, list):
            raise Invalid("{file}: {key} needs {count} figures.", file=self.file, key=key, count=length)
        return np.repeat(found, length)

    def flag(self, key: str) -> bool:
        """Return a true or false, false where it is not there."""
        value = self._table[key] if self.has(key) else False
        if not isinstance(value, bool):
            raise Invalid("{file}: {key} is neither true nor false.", file=self.file, key=key)
        return value

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """Return one of the choices, the first where the key is not there."""
        value = self._table[key] if self.has(key) else choices[0]
        if value not in choices:
            raise Invalid("{file}: {key} is none of {choices}.", file=self.file, key=key, choices=choices)
        return str(value)

    def within(self, key: str, value: float, lowest: float, highest: float) -> None:
        """Raise Invalid where a value that was read lies out of its bounds."""
        if not lowest <= value <= highest:
            raise Invalid(
                "{file}: {key} lies outside of {lowest} to {highest}.",
                file=self.file, key=key, lowest=lowest, highest=highest,
            )  # fmt: skip

    def finish(self) -> None:
        """Raise Invalid for an entry that nobody asked for: misspelt, it would silently count for nothing."""
        for key in self._table:
            if key not in self._known:
                raise Invalid("{file}: {key} is not a key of this kind of case.", file=self.file, key=key)


def _array(listed: list[Any]) -> FloatArray | None:
    """Return nested lists of numbers as an array, None where one is no number or the lists are ragged."""
    if not _all_numbers(listed):
        return None
    try:
        return np.array(listed, dtype=np.float64)
    except ValueError:
        return None


def _all_numbers(value: object) -> bool:
    return all(_all_numbers(each) for each in value) if isinstance(value, list) else is_number(value)

"""A whole plan as bytes and back, exactly: a decision keeps the figures that it was made on, not a recipe for them.

One NumPy archive (npz, no pickle): every array under the name of its field, everything else in a JSON header.
"""

import json
import zipfile
from dataclasses import fields
from io import BytesIO
from typing import Any

import numpy as np

from sop.domain.calendar import Month
from sop.domain.errors import Invalid, Unreadable
from sop.domain.supply import PlanStatus, ResourceAxis, SupplyPlan

_HEADER = "header"
_FORMAT = 1
_WRONG = "The stored plan cannot be read any more. Restore it from a backup."


def pack(plan: SupplyPlan) -> bytes:
    """Return the plan as bytes."""
    values = {field.name: getattr(plan, field.name) for field in fields(plan)}
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    header = {name: value for name, value in values.items() if name not in arrays}
    header["resources"] = [(r.name, r.plant, r.kind, r.group) for r in plan.resources]
    text = json.dumps({"format": _FORMAT, **header}, ensure_ascii=False)
    file = BytesIO()
    np.savez_compressed(file, allow_pickle=False, **{_HEADER: np.frombuffer(text.encode(), dtype=np.uint8)}, **arrays)
    return file.getvalue()


def unpack(content: bytes) -> SupplyPlan:
    """Return the plan that was packed; raises Unreadable where the bytes are not those of a plan."""
    try:
        with np.load(BytesIO(content), allow_pickle=False) as stored:
            parts: dict[str, Any] = {name: stored[name] for name in stored.files}
        header = json.loads(parts.pop(_HEADER).tobytes())
        if header.pop("format") != _FORMAT:
            raise Unreadable(_WRONG)
        return _plan(header, parts)
    except (ValueError, KeyError, TypeError, EOFError, OSError, Invalid, zipfile.BadZipFile) as fault:
        raise Unreadable(_WRONG) from fault


def _plan(header: dict[str, Any], arrays: dict[str, Any]) -> SupplyPlan:
    for array in arrays.values():
        array.flags.writeable = False
    names = {name: tuple(value) for name, value in header.items() if isinstance(value, list)}
    names["months"] = tuple(Month(month) for month in names["months"])
    names["resources"] = tuple(ResourceAxis(*axis) for axis in names["resources"])
    return SupplyPlan(**{**header, **names, "status": PlanStatus(header["status"])}, **arrays)

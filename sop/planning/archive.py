"""A whole plan as bytes and back, exactly: a decision keeps the figures that it was made on, not a recipe for them.

Format and checksum, then one NumPy archive (npz, no pickle): every array under the name of its field, everything else
in a JSON header.
"""

import hashlib
import json
from dataclasses import fields
from io import BytesIO
from typing import Any

import numpy as np

from sop.domain.calendar import Month
from sop.domain.errors import Unreadable
from sop.domain.supply import PlanStatus, ResourceAxis, SupplyPlan

_HEADER = "header"
_FORMAT = b"sop plan 1\n"
_DIGEST_BYTES = 32


def pack(plan: SupplyPlan) -> bytes:
    """Return the plan as bytes."""
    values = {field.name: getattr(plan, field.name) for field in fields(plan)}
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    header = {name: value for name, value in values.items() if name not in arrays}
    header["resources"] = [(r.name, r.plant, r.kind, r.group) for r in plan.resources]
    text = json.dumps(header, ensure_ascii=False)
    file = BytesIO()
    np.savez_compressed(file, allow_pickle=False, **{_HEADER: np.frombuffer(text.encode(), dtype=np.uint8)}, **arrays)
    body = file.getvalue()
    return _FORMAT + hashlib.sha256(body).digest() + body


def unpack(content: bytes) -> SupplyPlan:
    """Return the plan that was packed; raises Unreadable where a single bit of it has changed."""
    start = len(_FORMAT) + _DIGEST_BYTES
    body = content[start:]
    if content[:start] != _FORMAT + hashlib.sha256(body).digest():
        raise Unreadable("The stored plan cannot be read any more. Restore it from a backup.")
    with np.load(BytesIO(body), allow_pickle=False) as stored:
        parts: dict[str, Any] = {name: stored[name] for name in stored.files}
    return _plan(json.loads(parts.pop(_HEADER).tobytes()), parts)


def _plan(header: dict[str, Any], arrays: dict[str, Any]) -> SupplyPlan:
    for array in arrays.values():
        array.flags.writeable = False
    names = {name: tuple(value) for name, value in header.items() if isinstance(value, list)}
    names["months"] = tuple(Month(month) for month in names["months"])
    names["resources"] = tuple(ResourceAxis(*axis) for axis in names["resources"])
    return SupplyPlan(**{**header, **names, "status": PlanStatus(header["status"])}, **arrays)

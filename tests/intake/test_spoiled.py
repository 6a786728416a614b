"""Any bytes are opened or refused, in bounded time: never an exception."""

import time

import pytest

from sop.domain.errors import Rejected
from sop.intake.faults import Faults
from sop.intake.sheets import open_file
from tests.intake.spoiled import Spoiled, every

BATCHES, IN_A_BATCH = 8, 25
LONGEST = 10.0  # seconds, on a machine that does other things too


def read(file: Spoiled) -> None:
    faults = Faults()
    try:
        for sheet in open_file(file.content, file.name, faults, {}).sheets:
            for number, cells in sheet.lines:
                assert number > 0
                assert len(cells) > 0
    except Rejected as rejected:
        faults.found.extend(rejected.faults)
    assert all(fault.message and fault.remedy for fault in faults.found)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_any_bytes_are_read_or_refused(batch):
    for file in every(batch * IN_A_BATCH, IN_A_BATCH, apart=0.3):
        began = time.perf_counter()
        try:
            read(file)
        except Exception as error:
            error.add_note(f"file {file.number}: {file.how}, {file.name}")
            raise
        assert time.perf_counter() - began < LONGEST, file.how


def test_a_bad_file_of_a_number_is_always_the_same():
    assert next(every(7, 1)) == next(every(7, 1))

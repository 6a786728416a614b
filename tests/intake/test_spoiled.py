"""Any bytes are opened or refused, in bounded time: never an exception."""

import os

import pytest

from sop.domain.errors import Rejected
from sop.intake.faults import Faults
from sop.intake.sheets import open_file
from tests.intake.spoiled import Spoiled, spoiled

FILES = 200
LONGEST = 5.0  # seconds of work, that of the process that reads apart included


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


@pytest.mark.parametrize("number", range(FILES))
def test_any_bytes_are_read_or_refused(number):
    file = spoiled(number, apart=0.3)
    began = sum(os.times()[:4])
    read(file)
    assert sum(os.times()[:4]) - began < LONGEST, file.how


def test_a_bad_file_of_a_number_is_always_the_same():
    assert spoiled(7) == spoiled(7)

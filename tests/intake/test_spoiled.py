"""Any bytes give a verdict through the door, in bounded time: never an exception."""

import json
import os

import pytest

from sop.language import speaking
from sop.services.inspection import Verdict, as_answer, inspect, sentences
from tests.intake.spoiled import spoiled

FILES = 200
LONGEST = 5.0  # seconds of work, that of the process that reads apart included


@pytest.mark.parametrize("number", range(FILES))
def test_any_bytes_give_a_verdict(number):
    file = spoiled(number, apart=0.2)
    began = sum(os.times()[:4])
    found = inspect(None, None, file.content, file.name)
    with speaking("ro"):
        told = [*sentences(found), json.dumps(as_answer(found))]  # all that a page or a command line would say
    assert all(told)
    assert (found.refusal is not None) is (found.verdict is Verdict.REJECTED)
    assert all(problem.message and problem.remedy for problem in found.problems)
    assert sum(os.times()[:4]) - began < LONGEST


def test_a_bad_file_of_a_number_is_always_the_same():
    assert spoiled(7) == spoiled(7)

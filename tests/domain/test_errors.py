"""Errors carry a sentence and its values; a catch of the wide kind gets the narrow ones."""

from sop.domain.errors import Conflict, Fault, NotAllowed, Refused, Rejected, SopError


def test_an_error_says_its_sentence_with_its_values():
    error = Refused("You have {most} scenarios.", most=12)
    assert (str(error), error.message, error.values) == (
        "You have 12 scenarios.",
        "You have {most} scenarios.",
        {"most": 12},
    )


def test_conflict_and_missing_rights_are_refusals():
    assert issubclass(Conflict, Refused)
    assert issubclass(NotAllowed, Refused)
    assert issubclass(Refused, SopError)


def test_a_rejected_file_keeps_every_fault():
    faults = [Fault("code", row, "sku", "x", "wrong", "mend it") for row in (2, 3)]
    assert Rejected("{count} faults", faults, count=2).faults == tuple(faults)

"""Two spellings are one name; a code that lost its zeros, or one slip of the finger, is found again; nothing is guessed twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.services.names import Meant, folded, meant, spelled_alike

CODES = frozenset({"BK-M82S-38", "BK-M82S-42", "BK-M82S-44", "HL-U509-R", "00000034", "00000035"})


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Biciclete de şosea", "Biciclete de șosea"),  # cedilla and comma below
        ("Franţa", "Franta"),
        ("  Căști ", "CASTI"),
        ("Mobilă  de grădină", "Mobila de gradina"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_name_fold_to_the_same(written: str, other: str):
    assert folded(written) == folded(other)


def test_a_name_written_otherwise_is_the_same_name():
    assert meant(["bk-m82s-38 "], CODES) == Meant(same={"bk-m82s-38 ": "BK-M82S-38"})


@pytest.mark.parametrize(("written", "known"), [("34", "00000034"), ("0000000035", "00000035")])
def test_a_code_that_lost_or_won_zeros_is_offered(written: str, known: str):
    assert meant([written], CODES) == Meant(zeros={written: known})


def test_zeros_that_fit_two_codes_are_not_offered():
    assert meant(["7"], frozenset({"07", "007"})) == Meant(unknown=("7",))


@pytest.mark.parametrize("written", ["BK-M82S-38 ?", "BK M82S 38", "BKM82S38", "*BK-M82S-38"])
def test_other_signs_in_a_code_are_a_near_miss(written: str):
    assert meant([written], CODES) == Meant(near={written: "BK-M82S-38"})


@pytest.mark.parametrize("written", ["HL-U509-E", "HL-U059-R", "HL-U509R1", "HL-U09-R"])
def test_one_slip_is_a_near_miss(written: str):
    assert meant([written], CODES).near == {written: "HL-U509-R"}


SIMILAR_CODES = frozenset({"BK-M10", "BK-M11", "BK-M12", "BK-M01", "BL-11", "AB-1234", "AB-2143"})


@pytest.mark.parametrize(
    ("written", "known"),
    [
        *(("BK-M1O", "BK-M10"), ("BK-Ml2", "BK-M12"), ("BK-MI1", "BK-M11")),  # the letters O, l and I for 0 and 1
        *(("ВК-М12", "BK-M12"), ("B1-11", "BL-11")),  # Cyrillic letters; a one for an L
        *(("KB-M12", "BK-M12"), ("AB-1324", "AB-1234")),  # neighbours exchanged
    ],
)
def test_signs_that_look_alike_or_changed_places_tell_one_of_several_similar_codes(written: str, known: str):
    assert meant([written], SIMILAR_CODES) == Meant(near={written: known})


@pytest.mark.parametrize("written", ["BK-M13", "BK-MO", "AB-2134"])
def test_a_slip_that_fits_none_or_two_of_several_similar_codes_means_none(written: str):
    assert meant([written], SIMILAR_CODES) == Meant(unknown=(written,))


@pytest.mark.parametrize("written", ["BK-M82S-48", "ZZ-9", "-", ""])
def test_what_is_similar_to_two_codes_or_to_none_stays_unknown(written: str):
    assert meant([written], CODES) == Meant(unknown=(written,))


def test_spellings_inside_a_file_follow_what_is_known_else_the_most_frequent():
    counts = {"Franţa": 5, "Franta": 1, "Germania": 3, "germania": 1}
    assert spelled_alike(counts) == {"Franta": "Franţa", "germania": "Germania"}
    assert spelled_alike(counts, frozenset({"Franța"})) == {
        "Franţa": "Franța",
        "Franta": "Franța",
        "germania": "Germania",
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=12), st.frozensets(st.text(min_size=1, max_size=8), max_size=12))
def test_every_unknown_name_is_said_once(names: list[str], known: frozenset[str]):
    unknown = [name for name in dict.fromkeys(names) if name not in known]
    found = meant(unknown, known)
    said = [*found.same, *found.zeros, *found.near, *found.unknown]
    assert sorted(said) == sorted(unknown)
    assert {*found.same.values(), *found.zeros.values(), *found.near.values()} <= known

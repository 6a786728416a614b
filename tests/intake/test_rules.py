"""Rows keep to the lists of words, and their columns do not contradict each other."""

import pytest

from sop.domain.errors import Fault, Rejected
from sop.domain.kinds import KINDS
from sop.intake.rules import WORDS
from sop.intake.template import read_template

CAPACITY = "plant,resource,resource_kind,staff_group,month,hours,overtime_hours\n"


def faults_of(kind: str, text: str) -> list[Fault]:
    try:
        read_template(KINDS[kind], text.encode())
    except Rejected as rejected:
        return list(rejected.faults)
    return []


def codes(kind: str, text: str) -> list[str]:
    return [fault.code for fault in faults_of(kind, text)]


def test_a_word_that_is_not_on_the_list_is_told_the_list():
    (fault,) = faults_of("items", "sku,name,family,make_or_buy\nA-1,Chair,Chairs,produce\n")
    assert (fault.code, fault.column, fault.remedy) == ("not_on_list", "make_or_buy", "make, buy, both")


def test_every_list_belongs_to_a_column():
    assert all(column in {each.name for each in KINDS[kind].columns} for kind, column in WORDS)


def test_overtime_belongs_to_staff():
    text = CAPACITY + "Sibiu,Staff,labour,Staff,2027-01,100,10\nSibiu,Paint,line,Staff,2027-01,100,10\n"
    assert codes("capacity", text) == ["overtime_of_line"]


def test_a_line_is_run_by_staff_that_has_hours():
    assert codes("capacity", CAPACITY + "Sibiu,Paint,line,Nobody,2027-01,100,0\n") == ["no_such_staff"]


def test_a_line_may_have_no_staff_group():
    assert codes("capacity", CAPACITY + "Sibiu,Paint,line,,2027-01,100,0\n") == []


def test_a_resource_stays_where_it_is():
    text = CAPACITY + "Sibiu,Paint,line,,2027-01,100,0\nBacău,Paint,line,,2027-02,100,0\n"
    assert codes("capacity", text) == ["resource_changes"]


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("projects", "name,project_kind,owner_function,first_month,last_month\nX,outage,sales,2027-02,2027-01\n", "months_reversed"),
        ("items", "sku,name,family,make_or_buy,launch_month,end_month\nA,A,A,make,2027-02,2027-01\n", "months_reversed"),
        ("items", "sku,name,family,make_or_buy,equivalent_per_unit\nA,A,A,make,0\n", "zero"),
        ("items", "sku,name,family,make_or_buy,like_sku\nA,A,A,make,A\n", "like_itself"),
        ("bom", "parent_sku,component_sku,qty_per\nA,A,1\n", "part_of_itself"),
    ],
)  # fmt: skip
def test_columns_that_contradict_each_other(kind: str, text: str, code: str):
    assert codes(kind, text) == [code]


def test_a_row_with_a_wrong_cell_is_not_blamed_for_its_key_too():
    assert codes("inventory", "sku,location,quantity\nA,,x\nA,,y\n") == ["not_a_number", "not_a_number"]

"""A reminder goes to whoever can deliver, says what lacks since when and where it goes, in their own language."""

from dataclasses import replace

import pytest

from sop.domain.control import Control, LedgerFigure
from sop.domain.people import Function, Person, Role
from sop.services import control_totals
from sop.services.reminders import Words, reminders
from sop.storage import people
from tests.services.small_company import NOW, OTHER, PARTICIPANT, act
from tests.services.test_deliveries import board, line, put

ADDRESS = "https://sop.example/data"
WORDS = Words(str, str)
MIRA = Person("p-mira", "Mira", Function.PRODUCTION, Role.PARTICIPANT, "ro", "mira@example.com")


@pytest.fixture
def listed(workspace):
    with workspace.store.write() as w:
        people.add(w, MIRA, "mira")
    return workspace


def of(found, function):
    return [each for each in found if each.function is function]


def test_each_of_a_department_is_told_what_lacks_in_their_language(listed, cycle):
    [told] = of(reminders(board(listed, cycle), ADDRESS, WORDS), Function.PRODUCTION)
    assert (told.to, told.language) == (MIRA, "ro")
    assert told.text.startswith("Bună ziua, Mira,")
    assert "- bom: termenul a fost mie. 6 ian., acum 5 zile" in told.text
    assert ADDRESS in told.text
    assert "routings" not in told.text  # that one is there


def test_what_has_an_owner_goes_to_the_owner_alone(listed, cycle):
    for kind in ("bom", "production_history"):
        put(listed, replace(line(board(listed, cycle), kind).expectation, owner_id=PARTICIPANT.id))
    [told] = of(reminders(board(listed, cycle), ADDRESS, WORDS), Function.PRODUCTION)
    assert told.to == PARTICIPANT
    assert "- bom: was due Wed 6 Jan, 5 days ago" in told.text


def test_a_department_without_people_still_has_its_text_to_copy(workspace, cycle):
    [told] = of(reminders(board(workspace, cycle), ADDRESS, WORDS), Function.PURCHASING)
    assert (told.to, told.mailto) == (None, "")
    assert "materials_suppliers" in told.text


def test_viewers_are_not_asked_for_files(workspace, cycle):
    [told] = of(reminders(board(workspace, cycle), ADDRESS, WORDS), Function.LOGISTICS)
    assert told.to is None  # its only person looks on


def test_finance_is_asked_for_the_books_and_the_department_for_its_signature(listed, cycle):
    [told] = of(reminders(board(listed, cycle), ADDRESS, WORDS), Function.FINANCE)
    assert told.to == OTHER
    assert "- Stock value against the balance sheet" in told.text
    wish = LedgerFigure("l-1", cycle.id, Control.STOCK_VALUE, 7500.0, "", NOW)
    control_totals.enter_figure(listed.store, act("enter", OTHER), wish)
    found = reminders(board(listed, cycle), ADDRESS, WORDS)
    assert of(found, Function.FINANCE) == []
    assert "Stock value" in of(found, Function.LOGISTICS)[0].text


def test_a_mail_opens_with_everything_filled_in(listed, cycle):
    [told] = of(reminders(board(listed, cycle), ADDRESS, WORDS), Function.PRODUCTION)
    assert told.mailto.startswith("mailto:mira@example.com?subject=S%26OP%202027-01")
    assert "\n" not in told.mailto

"""The form at /join: nobody is logged in by a link, a key works once, and a room may come in at once."""

import re

import pytest

from sop.domain.people import Function, Role
from sop.services import door, joining
from sop.storage import people, settings
from sop.ui import join_page
from sop.ui.identity import COOKIE
from sop.ui.join_page import FORM_COOKIE
from tests.ui.asgi import ask


@pytest.fixture(autouse=True)
def _fresh_limits(workspace, monkeypatch):
    monkeypatch.setattr(join_page, "_joins", joining.RateLimit(joining.JOINS_PER_MINUTE))
    monkeypatch.setattr(join_page, "_wrong_keys", joining.RateLimit(joining.WRONG_KEYS_PER_MINUTE))
    monkeypatch.setattr(join_page, "_wrong_pins", joining.RateLimit(joining.WRONG_PINS_PER_MINUTE))


def ticket() -> str:
    """Return what the form hides, which the browser's cookie repeats."""
    answer = ask("/join")
    hidden = re.search(r'name="form" value="([^"]+)"', answer.body)[1]
    assert answer.cookies[FORM_COOKIE].value == hidden
    return hidden


def send(name="Ana", function="sales", key="", path="/join", cookies=None, more=None, **options):
    hidden = ticket()
    form = {"name": name, "function": function, "key": key, "form": hidden, **(more or {})}
    return ask(path, form, cookies={FORM_COOKIE: hidden, **(cookies or {})}, **options)


def everybody(workspace):
    with workspace.store.read() as tx:
        return people.all_people(tx)


def test_who_fills_in_the_form_is_let_in_and_sent_to_the_first_page(workspace):
    answer = send("Ana Pop", "finance")
    cookie = answer.cookies[COOKIE]
    assert (answer.status, answer.header("location")) == (303, "/")
    assert cookie["httponly"]
    assert cookie["samesite"] == "lax"
    assert not cookie["secure"]
    with workspace.store.read() as tx:
        person = joining.who(tx, cookie.value)
    assert (person.name, person.function, person.role) == ("Ana Pop", Function.FINANCE, Role.PARTICIPANT)


def test_under_https_the_cookie_never_travels_without_it():
    assert send(scheme="https").cookies[COOKIE]["secure"]


@pytest.mark.parametrize("sent", ["", "another"])
def test_a_form_that_this_browser_was_not_given_logs_nobody_in(workspace, sent):
    form = {"name": "Eve", "function": "sales", "form": sent}
    answer = ask("/join", form, cookies={FORM_COOKIE: ticket()})
    assert answer.status == 403
    assert COOKIE not in answer.cookies
    assert not everybody(workspace)
    assert ask("/join", {**form, "form": "x"}).status == 403


def test_opening_an_address_logs_nobody_in(workspace):
    key = joining.new_facilitator_key(workspace.store, workspace.now())
    answer = ask(f"/join?key={key}&name=Ana&function=sales")
    assert answer.status == 200
    assert COOKIE not in answer.cookies
    assert not everybody(workspace)


def test_the_key_makes_one_facilitator_and_the_second_is_told(workspace):
    key = joining.new_facilitator_key(workspace.store, workspace.now())
    assert send("Ana", key=key).status == 303
    again = send("Eve", key=key)
    assert again.status == 403
    assert "used already" in again.body
    assert [(person.name, person.role) for person in everybody(workspace)] == [("Ana", Role.FACILITATOR)]
    assert ask(f"/join?key={key}").status == 403


def test_after_five_wrong_keys_in_a_minute_the_address_must_wait():
    statuses = [send(key=f"guess-{n}").status for n in range(joining.WRONG_KEYS_PER_MINUTE + 1)]
    assert statuses == [403] * joining.WRONG_KEYS_PER_MINUTE + [429]


def test_a_whole_room_may_join_from_one_address_but_not_a_flood(workspace):
    statuses = [send(f"P{n}").status for n in range(joining.JOINS_PER_MINUTE + 1)]
    assert statuses == [303] * joining.JOINS_PER_MINUTE + [429]
    assert send("Elsewhere", client="10.0.0.2").status == 303
    assert len(everybody(workspace)) == joining.JOINS_PER_MINUTE + 1


def test_a_known_person_with_a_key_is_the_same_person_as_facilitator(workspace):
    token = send("Ana").cookies[COOKIE].value
    key = joining.new_facilitator_key(workspace.store, workspace.now())
    assert send("Ana", key=key, cookies={COOKIE: token}).status == 303
    assert [(person.name, person.role) for person in everybody(workspace)] == [("Ana", Role.FACILITATOR)]


def test_a_known_person_needs_no_form():
    token = send("Ana").cookies[COOKIE].value
    assert ask("/join", cookies={COOKIE: token}).status == 303


@pytest.mark.parametrize(("name", "function"), [("", "sales"), ("x" * 81, "sales"), ("Ana", "king")])
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(workspace, name, function):
    answer = send(name, function)
    assert answer.status in {400, 403}
    assert 'role="alert"' in answer.body
    assert f'value="{name}"' in answer.body
    assert not everybody(workspace)


def test_what_was_typed_comes_back_as_text_never_as_markup():
    answer = send('"><script>alert(1)</script>', "king")
    assert "<script>" not in answer.body


def test_the_form_speaks_the_language_of_the_browser_or_of_the_address():
    assert '<html lang="ro">' in ask("/join", headers={"Accept-Language": "ro-RO,ro;q=0.9"}).body
    assert '<html lang="en">' in ask("/join?lang=en", headers={"Accept-Language": "ro"}).body


def test_the_person_keeps_the_language_of_the_form(workspace):
    send("Ana", path="/join?lang=ro")
    assert everybody(workspace)[0].language == "ro"


def test_leaving_makes_the_cookie_worthless(workspace):
    token, hidden = send("Ana").cookies[COOKIE].value, ticket()
    assert ask("/leave", cookies={COOKIE: token}).status == 200
    assert ask("/leave", {"form": "x"}, cookies={COOKIE: token, FORM_COOKIE: hidden}).status == 403
    assert ask("/leave", {"form": hidden}, cookies={COOKIE: token, FORM_COOKIE: hidden}).status == 303
    with workspace.store.read() as tx:
        assert joining.who(tx, token) is None


# The PIN


@pytest.fixture
def _pin(workspace):
    with workspace.store.write() as w:
        settings.put(w, door.PIN, "4711")


@pytest.mark.usefixtures("_pin")
def test_the_form_asks_for_the_pin_and_takes_it_from_the_code_that_was_scanned():
    assert 'name="pin" required' in ask("/join").body
    assert 'value="4711"' in ask("/join?pin=4711").body


def test_without_a_pin_the_form_asks_for_none():
    assert 'name="pin"' not in ask("/join").body


@pytest.mark.usefixtures("_pin")
def test_the_right_pin_lets_in_and_a_wrong_one_says_where_it_is_shown(workspace):
    wrong = send("Eve", more={"pin": "0000"})
    assert (wrong.status, COOKIE in wrong.cookies) == (403, False)
    assert "not the PIN" in wrong.body
    assert send("Ana", more={"pin": "4711"}).status == 303
    assert [person.name for person in everybody(workspace)] == ["Ana"]


@pytest.mark.usefixtures("_pin")
def test_after_five_wrong_pins_the_right_one_must_wait_too(workspace):
    guesses = [send(more={"pin": f"{n:04}"}).status for n in range(joining.WRONG_PINS_PER_MINUTE)]
    assert guesses == [403] * joining.WRONG_PINS_PER_MINUTE
    assert send(more={"pin": "4711"}).status == 429
    assert send(more={"pin": "4711"}, client="10.0.0.2").status == 303
    assert len(everybody(workspace)) == 1


@pytest.mark.usefixtures("_pin")
def test_neither_who_holds_a_key_nor_who_is_known_needs_the_pin(workspace):
    key = joining.new_facilitator_key(workspace.store, workspace.now())
    token = send("Ana", key=key).cookies[COOKIE].value
    assert send("Ana", cookies={COOKIE: token}).status == 303


def test_who_only_looks_on_comes_in_as_a_guest(workspace):
    send("Gigi", more={"guest": "yes"})
    assert everybody(workspace)[0].role is Role.VIEWER

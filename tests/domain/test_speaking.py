"""Functions alternate; of the others, those that spoke least come first."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sop.domain.people import Function
from sop.domain.speaking import LONGEST_TURN_S, Floor, Hand, Spoken, in_turn, last_to_speak

NOW = datetime(2027, 1, 28, 9, 0, tzinfo=UTC)
SALES, FINANCE, LOGISTICS = Function.SALES, Function.FINANCE, Function.LOGISTICS


def hand(name: str, function: Function, after_s: int) -> Hand:
    return Hand("m", name, function, NOW + timedelta(seconds=after_s))


def spoken(function: Function, seconds: int, ended_s: int = 0) -> Spoken:
    return Spoken(function, seconds, 1, NOW + timedelta(seconds=ended_s))


def names(queue: tuple[Hand, ...]) -> list[str]:
    return [each.person_id for each in queue]


def test_who_waits_longest_comes_first_while_nobody_spoke():
    assert names(in_turn([hand("eva", FINANCE, 5), hand("ion", SALES, 1)], (), None)) == ["ion", "eva"]


def test_the_function_that_spoke_least_comes_first_however_late_its_hand():
    hands = [hand("ion", SALES, 1), hand("eva", FINANCE, 9)]
    assert names(in_turn(hands, (spoken(SALES, 120), spoken(FINANCE, 30)), LOGISTICS)) == ["eva", "ion"]


def test_another_function_than_the_last_one_comes_first_though_it_spoke_more():
    hands = [hand("ion", SALES, 1), hand("eva", FINANCE, 9)]
    assert names(in_turn(hands, (spoken(SALES, 10), spoken(FINANCE, 300)), SALES)) == ["eva", "ion"]


def test_three_of_one_function_do_not_speak_in_a_row_while_another_waits():
    hands = [hand(name, SALES, at) for at, name in enumerate(("ion", "ana", "dan"))]
    hands += [hand("eva", FINANCE, 10), hand("vio", FINANCE, 11)]
    assert names(in_turn(hands, (), None)) == ["ion", "eva", "ana", "vio", "dan"]


def test_who_is_alone_in_the_queue_is_called_though_their_function_spoke_last():
    assert names(in_turn([hand("ion", SALES, 1)], (spoken(SALES, 500),), SALES)) == ["ion"]


def test_a_function_is_not_passed_over_for_good_by_two_that_take_turns():
    hands = [hand(f"{function}-{at}", function, at) for at in range(5) for function in (SALES, FINANCE)]
    queue = names(in_turn([*hands, hand("vio", LOGISTICS, 20)], (spoken(LOGISTICS, 100),), None))
    assert queue.index("vio") == 4  # after two turns of a minute each the others have spoken longer


@given(st.lists(st.tuples(st.sampled_from(list(Function)), st.integers(0, 99)), max_size=8))
def test_everybody_in_the_queue_is_called_once(wanted):
    hands = [hand(str(number), function, at) for number, (function, at) in enumerate(wanted)]
    assert sorted(names(in_turn(hands, (), None))) == sorted(names(tuple(hands)))


def test_a_turn_that_nobody_ended_counts_ten_minutes():
    floor = Floor("m", True, "ion", SALES, NOW)
    assert floor.seconds(NOW + timedelta(seconds=95)) == 95
    assert floor.seconds(NOW + timedelta(hours=3)) == LONGEST_TURN_S
    assert Floor("m").seconds(NOW) == 0


def test_the_last_one_is_who_has_the_floor_or_had_it_last():
    before = (spoken(SALES, 10, ended_s=60), spoken(FINANCE, 300, ended_s=20))
    assert last_to_speak(Floor("m"), ()) is None
    assert last_to_speak(Floor("m"), before) is SALES
    assert last_to_speak(Floor("m", True, "vio", LOGISTICS, NOW), before) is LOGISTICS

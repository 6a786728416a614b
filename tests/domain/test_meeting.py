"""A cycle and its agenda contradict themselves nowhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sop.domain.calendar import Month
from sop.domain.errors import Invalid
from sop.domain.meeting import LARGEST_TYPE, SMALLEST_TYPE, AgendaItem, Cadence, Cycle, Purpose, Stage, type_for

NOW = datetime(2027, 1, 28, 8, 0, tzinfo=UTC)
CYCLE = Cycle(
    id="c",
    name="2027-01",
    cadence=Cadence.MONTHLY,
    last_closed=Month("2026-12"),
    first_decidable=Month("2027-03"),
    horizon_months=6,
    fiscal_year_start=1,
    fiscal_calendar="calendar",
    currency="RON",
    time_zone="Europe/Bucharest",
)
ITEM = AgendaItem("i", "m", 0, "Demand", Stage.DEMAND, 15, None, Purpose.DISCUSS)


def test_closed_current_frozen_and_decidable_months_follow_each_other():
    assert CYCLE.current == "2027-01"
    assert CYCLE.horizon.months == ("2027-02", "2027-03", "2027-04", "2027-05", "2027-06", "2027-07")
    assert CYCLE.frozen_months == 1


@pytest.mark.parametrize(("fence", "frozen"), [("2027-02", 0), ("2027-07", 5)])
def test_the_fence_may_stand_at_either_end_of_the_horizon(fence, frozen):
    assert replace(CYCLE, first_decidable=Month(fence)).frozen_months == frozen


WRONG = {
    "before the horizon": {"first_decidable": Month("2027-01")},
    "after the horizon": {"first_decidable": Month("2027-08")},
    "must be 1 to 36 months": {"horizon_months": 37},
    "a month from 1 to 12": {"fiscal_year_start": 13},
    "calendar months or 4-4-5": {"fiscal_calendar": "5-4-4"},
    "three letters": {"currency": "LEI2"},
    "is not a time zone": {"time_zone": "Bucharest"},
}


@pytest.mark.parametrize("said", WRONG)
def test_what_cannot_be_is_refused(said):
    with pytest.raises(Invalid, match=said):
        replace(CYCLE, **WRONG[said])


@pytest.mark.parametrize("zone", ["", "../etc/passwd", "Europe/Nowhere"])
def test_a_zone_that_is_none_is_a_sentence(zone):
    with pytest.raises(Invalid, match="is not a time zone"):
        replace(CYCLE, time_zone=zone)


def test_the_frame_changes_with_what_shapes_a_plan():
    other = [
        replace(CYCLE, last_closed=Month("2027-01")),
        replace(CYCLE, first_decidable=Month("2027-04")),
        replace(CYCLE, horizon_months=7),
        replace(CYCLE, currency="EUR"),
    ]
    assert len({CYCLE.frame, *(each.frame for each in other)}) == 5
    assert replace(CYCLE, name="Winter").frame == CYCLE.frame


def test_an_item_ends_its_minutes_after_it_started():
    assert ITEM.ends_at() is None
    assert replace(ITEM, started_at=NOW).ends_at() == NOW + timedelta(minutes=15)


@pytest.mark.parametrize("minutes", [0, -5, 481])
def test_an_item_takes_one_minute_to_eight_hours(minutes):
    with pytest.raises(Invalid, match="1 to 480 minutes"):
        replace(ITEM, minutes=minutes)


def test_an_item_has_a_title():
    with pytest.raises(Invalid, match="has a title"):
        replace(ITEM, title=" ")


def test_the_title_of_an_item_has_an_end():
    assert replace(ITEM, title="x" * 500).title
    with pytest.raises(Invalid, match="at most 500 characters"):
        replace(ITEM, title="x" * 501)


def test_type_is_as_large_as_the_last_row_needs():
    # 8 m x tan(16') = 37.2 mm of capital; of 2.4 m on 1920 px that is 29.8 px, of type whose capitals are 68 % of it 44
    assert type_for(2.4, 8) == 44
    assert type_for(3.0, 4) == SMALLEST_TYPE  # 18 px would do
    assert type_for(1.0, 60) == LARGEST_TYPE


@pytest.mark.parametrize(("image", "distance"), [(0, 8), (2.4, 0), (-1, 8), (2.4, float("nan"))])
def test_a_room_has_an_image_and_a_last_row(image, distance):
    with pytest.raises(Invalid):
        type_for(image, distance)


def test_an_item_that_is_taken_up_again_goes_on_where_it_stopped():
    begun = datetime(2027, 2, 3, 9, 0, tzinfo=UTC)
    held = replace(ITEM, started_at=begun).ended(begun + timedelta(minutes=10))
    assert (held.spent_s, held.minutes_taken) == (600, 10)
    again = replace(held, started_at=begun + timedelta(minutes=30), ended_at=None)
    assert again.ends_at() == begun + timedelta(minutes=35)  # 5 of the 15 are left
    assert again.ended(begun + timedelta(minutes=38)).minutes_taken == 18

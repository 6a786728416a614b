"""What a reader sees, in English and in Romanian."""

import datetime as dt
import threading
from enum import StrEnum
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop import language
from sop.domain.calendar import Month
from sop.domain.errors import Refused
from sop.language import N_, NBSP, speaking

CATALOGUE = """
msgid ""
msgstr ""
"Language: ro\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Record decision"
msgstr "Înregistrează decizia"

msgid "{n} product"
msgid_plural "{n} products"
msgstr[0] "{n} produs"
msgstr[1] "{n} produse"
msgstr[2] "{n} de produse"

msgid "The {thing} lacks {amount} from {month} on."
msgstr "Din {month} lipsesc {amount} la {thing}."

msgid "family"
msgstr "familie"

msgid "Save"
msgstr ""

#, fuzzy
msgid "Undo"
msgstr "Refă"
"""


@pytest.fixture(autouse=True)
def nobody_asked():
    registered = language._asked[0]
    language.register(lambda: "en")
    yield
    language.register(registered)


@pytest.fixture
def small_catalogue(tmp_path, monkeypatch):
    folder = tmp_path / "ro" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "sop.po").write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(language, "LOCALE", tmp_path)
    language._catalogue.cache_clear()
    yield folder / "sop.po"
    language._catalogue.cache_clear()


def spaced(text: str) -> str:
    """Return the text with the spaces that never break made plain, to be read in a test."""
    return text.replace(NBSP, " ")


# Which language ------------------------------------------------------------------------------------------------------


def test_english_and_romanian_are_spoken():
    assert language.LANGUAGES == ("en", "ro")
    assert language.language_names() == {"en": "English", "ro": "Română"}


def test_english_is_spoken_where_nobody_registered():
    assert language._source_language() == "en"


def test_the_registered_callable_is_asked_at_each_call():
    answers = iter(["ro", "en"])
    language.register(lambda: next(answers))
    assert [language.current(), language.current()] == ["ro", "en"]


@pytest.mark.parametrize(
    ("tag", "code"),
    [("ro-RO", "ro"), ("ro", "ro"), ("RO_ro", "ro"), ("en-GB", "en"), ("de-DE", "en"), ("", "en"), (None, "en")],
)
def test_a_browsers_tag_finds_the_language_that_serves_it(tag, code):
    assert language.match(tag) == code


def test_speaking_overrides_what_is_registered():
    language.register(lambda: "ro")
    with speaking("en"):
        assert language.current() == "en"
    assert language.current() == "ro"


def test_speaking_nests_and_ends_with_its_block_even_on_an_error():
    with speaking("ro"):
        with pytest.raises(ZeroDivisionError), speaking("en"):
            raise ZeroDivisionError
        assert language.current() == "ro"
    assert language.current() == "en"


def test_two_threads_do_not_hear_each_other():
    both_speak = threading.Barrier(2, timeout=10)
    heard = {}

    def mail(code: str) -> None:
        with speaking(code):
            both_speak.wait()
            heard[code] = [language.number(1234.5, 1), language.month("2027-02")]
            both_speak.wait()

    threads = [threading.Thread(target=mail, args=(code,)) for code in ("en", "ro")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {"en": ["1,234.5", "Feb 27"], "ro": ["1.234,5", "feb. 27"]}


def test_a_thread_started_inside_speaking_asks_for_itself():
    heard = []
    with speaking("ro"):
        thread = threading.Thread(target=lambda: heard.append(language.current()))
        thread.start()
        thread.join()
    assert heard == ["en"]


# Texts ---------------------------------------------------------------------------------------------------------------


def test_a_text_is_translated(small_catalogue):
    with speaking("ro"):
        assert language._("Record decision") == "Înregistrează decizia"
    assert language._("Record decision") == "Record decision"


@pytest.mark.parametrize("text", ["Save", "Undo", "Never seen"])
def test_an_empty_unsure_or_unknown_translation_falls_back_to_english(small_catalogue, text):
    with speaking("ro"):
        assert language._(text) == text


def test_an_empty_text_stays_empty(small_catalogue):
    with speaking("ro"):
        assert language._("") == ""


@pytest.mark.parametrize(
    ("n", "form"),
    [
        (0, "{n} produse"),
        (1, "{n} produs"),
        (2, "{n} produse"),
        (19, "{n} produse"),
        (20, "{n} de produse"),
        (100, "{n} de produse"),
        (101, "{n} produse"),
        (119, "{n} produse"),
        (120, "{n} de produse"),
    ],
)
def test_romanian_has_three_plurals(small_catalogue, n, form):
    with speaking("ro"):
        assert language.ngettext("{n} product", "{n} products", n) == form


@pytest.mark.parametrize(("n", "form"), [(0, "{n} products"), (1, "{n} product"), (2, "{n} products")])
def test_english_has_two_plurals(n, form):
    assert language.ngettext("{n} product", "{n} products", n) == form


def test_a_marked_text_is_the_english_text():
    assert N_("family") == "family"


class Level(StrEnum):
    FAMILY = "family"


def test_an_error_is_said_with_its_values_in_the_readers_language(small_catalogue):
    error = Refused(
        "The {thing} lacks {amount} from {month} on.", thing=Level.FAMILY, amount=1234.5, month=Month("2027-02")
    )
    assert language.say(error) == "The family lacks 1,234.5 from Feb 27 on."
    with speaking("ro"):
        assert language.say(error) == "Din feb. 27 lipsesc 1.234,5 la familie."


def test_words_of_ours_inside_a_sentence_are_translated_and_words_of_the_company_are_not(small_catalogue):
    with speaking("ro"):
        assert language.sentence("{ours}, {theirs}", {"ours": N_("family"), "theirs": "family"}) == "familie, family"


def test_anything_with_a_message_and_values_can_be_said():
    assert language.say(SimpleNamespace(message="Row {row}", values={"row": 12345})) == "Row 12345"


@pytest.mark.parametrize(
    ("value", "english"),
    [
        (-100.0, "-100"),
        (0.25, "0.25"),
        (0.1 + 0.2, "0.3"),
        (1234567.8, "1,234,568"),
        (float("inf"), "-"),
        (dt.date(2027, 2, 5), "5 Feb 2027"),
        (("a", "b", "c"), "a, b, and c"),
        (7, "7"),
    ],
)
def test_a_value_inside_a_sentence_is_written_for_people(value, english):
    assert language.sentence("{value}", {"value": value}) == english


def test_braces_in_what_people_typed_do_no_harm():
    assert language.sentence("{name} is taken.", {"name": "{0} {x}"}) == "{0} {x} is taken."


# Numbers -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "english", "romanian"),
    [
        (lambda: language.number(1234567.891), "1,234,568", "1.234.568"),
        (lambda: language.number(1234.5, 2), "1,234.50", "1.234,50"),
        (lambda: language.number(-1234), "-1,234", "-1.234"),
        (lambda: language.signed(1234.5, 1), "+1,234.5", "+1.234,5"),
        (lambda: language.signed(-5), "-5", "-5"),
        (lambda: language.percent(0.123), "12.3 %", "12,3 %"),
        (lambda: language.percent(1, 0), "100 %", "100 %"),
        (lambda: language.percent(0.05, signed=True), "+5.0 %", "+5,0 %"),
        (lambda: language.points(0.012), "+1.2 pp", "+1,2 p.p."),
        (lambda: language.quantity(1234, "t"), "1,234 t", "1.234 t"),
        (lambda: language.hours(38), "38 h", "38 h"),
        (lambda: language.hours(-7.5, 1, signed=True), "-7.5 h", "-7,5 h"),
        (lambda: language.money(2100, "RON"), "2,100 lei", "2.100 lei"),
        (lambda: language.money(2100, "RON", signed=True), "+2,100 lei", "+2.100 lei"),
        (lambda: language.money(19.5, "EUR", 2), "19.50 EUR", "19,50 EUR"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(call, english, romanian):
    assert spaced(call()) == english
    with speaking("ro"):
        assert spaced(call()) == romanian


@pytest.mark.parametrize(
    ("value", "english", "romanian"),
    [
        (12_400_000, "12.4 M lei", "12,4 mil. lei"),
        (-12_440_000, "-12.4 M lei", "-12,4 mil. lei"),
        (412_000, "412 k lei", "412 mii lei"),
        (41_250, "41.3 k lei", "41,3 mii lei"),
        (1_240_000_000, "1.24 bn lei", "1,24 mld. lei"),
        (3_000_000_000_000, "3,000 bn lei", "3.000 mld. lei"),
        (999_949, "1.00 M lei", "1,00 mil. lei"),  # 999,949 in three digits is a million
        (999_499, "999 k lei", "999 mii lei"),
        (9_999.4, "9,999 lei", "9.999 lei"),
        (9_999.5, "10.0 k lei", "10,0 mii lei"),
        (2_134, "2,134 lei", "2.134 lei"),
        (45.25, "45.3 lei", "45,3 lei"),
        (45, "45 lei", "45 lei"),
        (0.5, "0.50 lei", "0,50 lei"),
        (0, "0 lei", "0 lei"),
    ],
)
def test_a_tile_shows_three_digits_and_a_scale(value, english, romanian):
    assert spaced(language.compact_money(value, "RON")) == english
    with speaking("ro"):
        assert spaced(language.compact_money(value, "RON")) == romanian


def test_a_difference_on_a_tile_has_its_sign_and_a_scale_of_its_own():
    assert spaced(language.compact_money(2_100, "RON", signed=True)) == "+2,100 lei"
    assert spaced(language.compact_money(-412_000, "RON", signed=True)) == "-412 k lei"


def test_a_compact_quantity_needs_no_unit():
    assert spaced(language.compact(12_345)) == "12.3 k"


def test_a_figure_and_its_unit_are_never_parted_by_a_line_break():
    for text in (language.money(2100, "RON"), language.compact_money(12e6, "RON"), language.percent(0.1)):
        assert " " not in text


@pytest.mark.parametrize("absent", [None, float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_not_there_is_a_dash(absent):
    shown = [
        language.number(absent),
        language.signed(absent),
        language.percent(absent),
        language.points(absent),
        language.quantity(absent, "t"),
        language.hours(absent),
        language.money(absent, "RON"),
        language.compact(absent),
        language.compact_money(absent, "RON"),
    ]
    assert shown == ["-"] * len(shown)


def test_what_rounds_to_zero_has_no_sign():
    assert language.number(-0.4) == "0"
    assert language.signed(-0.04, 1) == "0.0"
    assert language.signed(0.4) == "0"


def test_halves_are_rounded_away_from_zero_as_in_a_spreadsheet():
    assert [language.number(value) for value in (0.5, 1.5, 2.5, -2.5)] == ["1", "2", "3", "-3"]
    assert language.number(1.005, 2) == "1.01"
    assert spaced(language.percent(0.285, 0)) == "29 %"  # 0.285 x 100 is 28.499999999999996 in binary


@given(st.floats(-1e15, 1e15), st.integers(0, 3))
def test_a_number_can_be_read_back_from_either_language(value, digits):
    with speaking("ro"):
        romanian = language.number(value, digits).replace(".", "").replace(",", ".")
    english = language.number(value, digits).replace(",", "")
    assert romanian == english
    assert abs(float(english) - value) <= 0.5 * 10**-digits * (1 + 1e-9) + abs(value) * 1e-15


@given(st.floats(1e-1, 1e14))
def test_a_compact_figure_is_within_half_of_its_third_digit(value):
    amount, *scale = language.compact(value).split(NBSP)
    power = {"": 0, "k": 3, "M": 6, "bn": 9}["".join(scale)]
    assert abs(float(amount.replace(",", "")) * 10**power - value) <= 0.00501 * value + 1e-9 or value < 1


# Months, dates, times ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "english", "romanian"),
    [("2027-02", "Feb 27", "feb. 27"), ("2026-12", "Dec 26", "dec. 26"), ("2030-05", "May 30", "mai 30")],
)
def test_a_month_is_short(text, english, romanian):
    assert language.month(text) == language.month(Month(text)) == english
    with speaking("ro"):
        assert language.month(text) == romanian


def test_a_month_can_be_written_out():
    assert language.month("2027-02", long=True) == "February 2027"
    with speaking("ro"):
        assert language.month("2027-02", long=True) == "februarie 2027"


def test_months_are_told_from_one_to_another_a_single_one_alone():
    assert language.months("2027-02", "2027-04") == "Feb 27 to Apr 27"
    assert language.months("2027-02", "2027-02") == "Feb 27"


def test_a_day_of_these_weeks_has_its_weekday_and_no_year():
    assert language.day(dt.date(2026, 11, 6)) == "Fri 6 Nov"
    with speaking("ro"):
        assert language.day(dt.date(2026, 11, 6)) == "vin. 6 nov."


def test_a_date_has_its_month_in_letters():
    assert language.date(dt.date(2027, 2, 5)) == "5 Feb 2027"
    with speaking("ro"):
        assert language.date(dt.date(2027, 2, 5)) == "5 feb. 2027"


@pytest.mark.parametrize("zone", ["Europe/Bucharest", dt.timezone(dt.timedelta(hours=2))])
def test_a_moment_is_told_in_the_companys_zone(zone):
    moment = dt.datetime(2027, 2, 5, 22, 30, tzinfo=dt.UTC)  # Bucharest is two hours ahead in winter: past midnight
    assert language.date_time(moment, zone) == "6 Feb 2027, 00:30"
    assert language.time_of_day(moment, zone) == "00:30"
    with speaking("ro"):
        assert language.date_time(moment, zone) == "6 feb. 2027, 00:30"


def test_summer_time_counts():
    moment = dt.datetime(2027, 7, 5, 12, 0, tzinfo=dt.UTC)
    assert language.time_of_day(moment, "Europe/Bucharest") == "15:00"


def test_a_date_that_is_not_set_is_a_dash():
    assert [language.date(None), language.date_time(None, "UTC"), language.time_of_day(None, "UTC")] == ["-", "-", "-"]


# Charts --------------------------------------------------------------------------------------------------------------


def test_charts_count_in_romanian():
    figures = language.vega_locale("ro")["number"]
    assert (figures["decimal"], figures["thousands"], figures["grouping"]) == (",", ".", [3])
    assert figures["currency"] == ["", NBSP + "lei"]


def test_charts_name_romanian_days_from_sunday_and_months_from_january():
    names = language.vega_locale("ro")["time"]
    assert (names["days"][0], names["days"][6]) == ("duminică", "sâmbătă")
    assert (names["months"][0], names["months"][11]) == ("ianuarie", "decembrie")
    assert names["shortMonths"][1] == "feb."
    assert [len(names[key]) for key in ("days", "shortDays", "months", "shortMonths")] == [7, 7, 12, 12]


def test_charts_carry_the_currency_of_the_cycle():
    assert language.vega_locale("en", "EUR")["number"]["currency"] == ["", NBSP + "EUR"]


def test_a_chart_takes_the_dictionaries():
    import altair as alt

    chart = alt.Chart().mark_bar().configure(locale=language.vega_locale("ro"))
    assert chart.to_dict(validate=True)["config"]["locale"]["number"]["decimal"] == ","

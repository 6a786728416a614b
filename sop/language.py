"""What a person reads, in the language of that person: texts, plurals, numbers, dates, money.

English is the source language. Every other language is one catalogue, `locale/<code>/LC_MESSAGES/sop.po`, read as it
stands (nothing compiled lies about that could be stale). The language is looked up at each call, never set for a
whole process: `ui` registers who to ask, `speaking` overrides it in jobs, mails and exports.
A value that is not there (None, NaN, infinite) is shown as "-"; the caller says why.
"""

import datetime as dt
import gettext as catalogues
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol, TypeGuard
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_day_names, get_month_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol, get_group_symbol

LOCALE = Path(__file__).parent / "locale"
SOURCE = "en"
LANGUAGES = (SOURCE, *sorted(po.parent.parent.name for po in LOCALE.glob("*/LC_MESSAGES/sop.po")))

NBSP = "\u00a0"
ABSENT = "-"
_CURRENCY_NAMES = {"RON": "lei"}  # other currencies by their three letters, which read the same everywhere
_WIDE = Context(prec=400)  # the largest float has 309 digits before the point
_DAY_PATTERNS = {SOURCE: "d MMM y"}  # "Feb 3" reads as a different day on each side of an ocean


class Term(str):
    """An English word of ours, marked for translation: inside the values of a sentence it is translated too."""

    __slots__ = ()


class Sentence(Protocol):
    """What `say` can say: an English template and its named values, such as a SopError."""

    @property
    def message(self) -> str: ...

    @property
    def values(self) -> Mapping[str, Any]: ...


# Which language ------------------------------------------------------------------------------------------------------


def _source_language() -> str:
    return SOURCE


_override: ContextVar[str | None] = ContextVar("language", default=None)
_asked: list[Callable[[], str]] = [_source_language]


def register(lookup: Callable[[], str]) -> None:
    """Name the callable that knows the language of whoever is being served; the last one registered counts."""
    _asked[0] = lookup


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block, whatever is registered; blocks nest, threads do not see each other's."""
    token = _override.set(match(language))
    try:
        yield
    finally:
        _override.reset(token)


def current() -> str:
    """Return the code of the language spoken now, one of `LANGUAGES`."""
    return _override.get() or match(_asked[0]())


def match(tag: str | None) -> str:
    """Return the language of ours that serves a browser's tag such as "ro-RO"; English where none does."""
    code = (tag or SOURCE).replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else SOURCE


def language_names() -> dict[str, str]:
    """Return code -> name of each language, in that language."""
    return {code: str(Locale.parse(code).get_display_name()).capitalize() for code in LANGUAGES}


# Texts ---------------------------------------------------------------------------------------------------------------


@lru_cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    if language == SOURCE:
        return catalogues.NullTranslations()
    with (LOCALE / language / "LC_MESSAGES" / "sop.po").open("rb") as file:
        entries = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, entries)
    compiled.seek(0)
    return catalogues.GNUTranslations(compiled)


def _(message: str) -> str:
    """Return `message` in the current language; English where a translation is missing."""
    return _catalogue(current()).gettext(message) if message else ""  # the empty id is the catalogue's own header


def ngettext(one: str, many: str, n: int) -> str:
    """Return the form of the text that goes with `n` things, its {placeholders} still to be filled."""
    return _catalogue(current()).ngettext(one, many, n)


def N_(message: str) -> Term:  # noqa: N802 - gettext's own name, known to every translator's tool
    """Mark a text for translation where it is declared; it is translated by `_` where it is shown."""
    return Term(message)


def sentence(template: str, values: Mapping[str, Any]) -> str:
    """Return the translated template filled with its values, each written as the current language writes it."""
    return _(template).format(**{name: _spoken(value) for name, value in values.items()})


def say(error: Sentence) -> str:
    """Return the sentence of an error in the current language."""
    return sentence(error.message, error.values)


def _spoken(value: object) -> str:
    if isinstance(value, Enum | Term):
        return _(str(value.value if isinstance(value, Enum) else value))
    if isinstance(value, str):
        return month(value) if hasattr(value, "ordinal") else value
    if isinstance(value, float):
        return number(value, _digits_needed(value))
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, list | tuple | set | frozenset):
        return listing([_spoken(each) for each in value])
    return str(value)


def listing(words: list[str]) -> str:
    """Return "a, b, and c" as the language joins them."""
    return str(format_list(words, locale=current()))


# Numbers -------------------------------------------------------------------------------------------------------------


@lru_cache
def _separators(language: str) -> tuple[str, str]:
    return str(get_group_symbol(language)), str(get_decimal_symbol(language))


def _known(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def _rounded(value: float | Decimal, digits: int) -> Decimal:
    """Round half away from zero on the figure as written, as spreadsheets do; never gives minus zero."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=_WIDE) or Decimal(0).scaleb(
        -digits
    )


def _written(value: float | Decimal, digits: int, *, signed: bool = False) -> str:
    figure = _rounded(value, digits)
    group, point = _separators(current())
    text = f"{figure:,f}" if digits > 0 else f"{int(figure):,d}"
    sign = "+" if signed and figure > 0 else ""
    return sign + text.replace(",", "\0").replace(".", point).replace("\0", group)


def _digits_needed(value: float) -> int:
    """Return the decimals that show up to six significant digits without trailing zeros."""
    if not math.isfinite(value) or abs(value) >= 100_000:
        return 0
    exponent = Decimal(f"{value:.6g}").normalize().as_tuple().exponent
    return max(0, -int(exponent))


def number(value: float | None, digits: int = 0) -> str:
    """Return "1,234.5", in Romanian "1.234,5"."""
    return _written(value, digits) if _known(value) else ABSENT


def signed(value: float | None, digits: int = 0) -> str:
    """Return a difference with its sign: "+1,234"; zero has none."""
    return _written(value, digits, signed=True) if _known(value) else ABSENT


def percent(value: float | None, digits: int = 1, *, signed: bool = False) -> str:
    """Return a share as per cent: 0.123 is "12.3 %"."""
    return _with_unit(_written(_scaled(value, 2), digits, signed=signed), "%") if _known(value) else ABSENT


def points(value: float | None, digits: int = 1) -> str:
    """Return the difference of two shares in percentage points: 0.012 is "+1.2 pp"."""
    return _with_unit(_written(_scaled(value, 2), digits, signed=True), _("pp")) if _known(value) else ABSENT


def quantity(value: float | None, unit: str, digits: int = 0, *, signed: bool = False) -> str:
    """Return a figure and its unit, "1,234 t", that a line break never parts."""
    return _with_unit(_written(value, digits, signed=signed), unit) if _known(value) else ABSENT


def hours(value: float | None, digits: int = 0, *, signed: bool = False) -> str:
    """Return hours: "38 h"."""
    return quantity(value, "h", digits, signed=signed)


def currency_name(currency: str) -> str:
    """Return what stands behind an amount: "lei" for RON, the three letters of any other."""
    return _CURRENCY_NAMES.get(currency, currency)


def money(value: float | None, currency: str, digits: int = 0, *, signed: bool = False) -> str:
    """Return the full amount: "2,100 lei", in Romanian "2.100 lei"."""
    return quantity(value, currency_name(currency), digits, signed=signed)


def compact_money(value: float | None, currency: str, *, signed: bool = False) -> str:
    """Return an amount in three digits: "12.4 M lei", in Romanian "12,4 mil. lei"."""
    return compact(value, currency_name(currency), signed=signed)


_SCALES = ((9, N_("{amount} bn")), (6, N_("{amount} M")), (3, N_("{amount} k")))


def compact(value: float | None, unit: str = "", *, signed: bool = False) -> str:
    """Return a figure in three significant digits and a scale; whole figures below 10,000 stand as they are."""
    if not _known(value):
        return ABSENT
    if abs(_rounded(value, 0)) < 10_000:
        return _with_unit(_written(value, _small_digits(value), signed=signed), unit)
    magnitude = _magnitude(value)
    power, template = next(scale for scale in _SCALES if magnitude >= scale[0])
    amount = _written(_scaled(value, -power), max(0, 2 - magnitude + power), signed=signed)
    return _with_unit(_(template).replace(" ", NBSP).format(amount=amount), unit)


def _small_digits(value: float) -> int:
    return 0 if value == int(value) else min(2, max(0, 2 - _magnitude(value)))


def _magnitude(value: float) -> int:
    """Return the power of ten of a non-zero value rounded to three significant digits: 6 for 999,950."""
    exact = Decimal(repr(float(value)))
    return _rounded(exact, 2 - exact.adjusted()).adjusted()


def _scaled(value: float, power: int) -> Decimal:
    """Return value x 10**power without the error of a binary product."""
    return Decimal(repr(float(value))).scaleb(power)


def _with_unit(amount: str, unit: str) -> str:
    return amount + NBSP + unit if unit else amount


# Months, dates, times ------------------------------------------------------------------------------------------------


def month(value: str | dt.date, *, long: bool = False) -> str:
    """Return the month ("2027-02", or a date in it) as "Feb 27" / "feb. 27", or "February 2027" when `long`."""
    first = value if isinstance(value, dt.date) else dt.date(int(value[:4]), int(value[5:7]), 1)
    return _month(first, "LLLL y" if long else "MMM yy", current())


@lru_cache(maxsize=2048)
def _month(first: dt.date, pattern: str, language: str) -> str:
    """Write a month; a board writes some three hundred, most of them the same."""
    return str(format_date(first, pattern, locale=language))


def months(first: str, last: str) -> str:
    """Return "Feb 27 to Apr 27" for months from one to another, both included; the one month where they are the same."""
    if first == last:
        return month(first)
    return _("{first} to {last}").format(first=month(first), last=month(last))


def date(day: dt.date | None) -> str:
    """Return "5 Feb 2027" / "5 feb. 2027"."""
    if day is None:
        return ABSENT
    language = current()
    return str(format_date(day, _DAY_PATTERNS.get(language, "medium"), locale=language))


def day(of: dt.date) -> str:
    """Return "Tue 3 Nov" / "mar. 3 nov.", for a day of these weeks."""
    return str(format_date(of, "EEE d MMM", locale=current()))


def time_of_day(moment: dt.datetime | None, zone: str | dt.tzinfo) -> str:
    """Return "14:05" in `zone`; the moment carries its own zone."""
    return f"{moment.astimezone(_zone(zone)):%H:%M}" if moment else ABSENT


def date_time(moment: dt.datetime | None, zone: str | dt.tzinfo) -> str:
    """Return "5 Feb 2027, 14:05" in `zone`; the moment carries its own zone."""
    return f"{date(moment.astimezone(_zone(zone)))}, {time_of_day(moment, zone)}" if moment else ABSENT


def _zone(zone: str | dt.tzinfo) -> dt.tzinfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


# Charts --------------------------------------------------------------------------------------------------------------


def vega_locale(language: str, currency: str = "RON") -> dict[str, dict[str, Any]]:
    """Return the d3 dictionaries for `chart.configure(locale=...)`; weeks start on Sunday as d3 counts days."""
    group, point = _separators(language)
    return {
        "number": {
            "decimal": point,
            "thousands": group,
            "grouping": [3],
            "currency": ["", NBSP + currency_name(currency)],
            "percent": NBSP + "%",
            "minus": "-",
            "nan": ABSENT,
        },
        "time": {
            "dateTime": "%-d %b %Y, %H:%M",
            "date": "%-d %b %Y",
            "time": "%H:%M",
            "periods": ["AM", "PM"],
            "days": _weekdays("wide", language),
            "shortDays": _weekdays("abbreviated", language),
            "months": _month_names("wide", language),
            "shortMonths": _month_names("abbreviated", language),
        },
    }


def _weekdays(width: str, language: str) -> list[str]:
    names = get_day_names(width, context="format", locale=language)
    return [str(names[day]) for day in (6, 0, 1, 2, 3, 4, 5)]


def _month_names(width: str, language: str) -> list[str]:
    names = get_month_names(width, context="format", locale=language)
    return [str(names[place]) for place in range(1, 13)]

"""Which encoding the letters of a text are in: told by its bytes, decided by the letters of languages, else asked.

The file is read once from end to end, so that whoever reads it afterwards meets no surprise: no line without an end, no
letter that cannot be read, nothing but text.
"""

import codecs
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sop.domain.errors import Question
from sop.intake.faults import Faults
from sop.intake.raw import Content

LARGEST_TEXT: Final = 512 * 1024 * 1024
CHUNK: Final = 1 << 20
SINGLE_BYTE: Final = ("cp1250", "cp1252", "iso8859-2", "iso8859-16", "cp852")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_NOTHING: Final = " ,;|\t\r\n\f\v\x00\x1a\x1c\x1d\x1e\x1f\x85\xa0\"'"
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1a\x1b\x1d\x1e\x1f") + b"\x7f"
_MOST_CONTROLS = 0.02  # of the bytes of a text
_WORDS: Final = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_MOST_WORDS: Final = 20_000
_MOST_LETTERS: Final = 2_000  # that are weighed
_SAMPLE: Final = 32 << 20
_OF_ONE_BYTE: Final = re.compile(r"(windows-125\d|cp\d{3,4}|iso-?8859-\d{1,2}|koi8-[ru])", re.IGNORECASE)
_CEDILLAS: Final = str.maketrans("şţŞŢ", "șțȘȚ")  # the same names
_LANGUAGES: Final = (
    "ăâîșț", "áéíóöőúüű", "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "čćđšž", "äöüß",
    "àâæçéèêëîïôœùûüÿ", "àèéìíòóùú", "áéíñóúü", "áâãàçéêíóôõú", "æøåäö",
)  # fmt: skip
_SIGNS: Final = frozenset("ªº")  # alphabetic to Unicode
_JOINS: Final = frozenset("’‘·–\xa0µ")
_OF_DOS: Final = 0.4  # nobody has written that for long, so it takes more to believe it
_ASIDE: Final = frozenset("„”“‘’‚–—…€°§©®™«»·\xa0²³½¼¾µ±")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the letters are written, by Python's name of it, and the question where that cannot be told."""

    name: str
    question: Question | None = None


def encoding_of(content: Content, faults: Faults, wanted: str = "") -> Encoding:
    """Return the encoding of a text; faults are noted where it is none, has nothing in it, or is too large.

    `wanted` is the answer to the question, which is asked where letters differ and nothing speaks for one reading.
    """
    if content.size > LARGEST_TEXT:
        _large(faults)
        return Encoding("utf-8")
    try:
        return _found(content, faults, wanted)
    except (OSError, EOFError, zlib.error):
        if not content.packed:
            raise
        faults.add("packed", message="This packed file is damaged.", remedy="Pack it again, or load it unpacked.")
        return Encoding("utf-8")


def _found(content: Content, faults: Faults, wanted: str) -> Encoding:
    head = content.head(CHUNK)
    name = next((name for mark, name in _MARKS if head.startswith(mark)), "") or _wide(head)
    if not name and _is_binary(head):
        not_text(faults)
        return Encoding("utf-8")
    row = _walk(content, name or "utf-8", faults)
    if row is None:
        return Encoding(name or "utf-8")
    if name:
        _misread(faults, row, name)
        return Encoding(name)
    return _single_byte(content, row, faults, wanted)


def _wide(head: bytes) -> str:
    """Return which UTF-16 a text without a mark is written in: every other byte of Latin letters is zero."""
    pairs = len(head) // 2
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if pairs and max(even, odd) > 0.5 * pairs and min(even, odd) < 0.1 * pairs:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _is_binary(head: bytes) -> bool:
    return len(head) - len(head.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(head)


def _chunks(content: Content) -> Iterator[bytes]:
    with content.open() as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _walk(content: Content, name: str, faults: Faults) -> int | None:
    """Read a text from end to end, note what keeps it from being one; return the row whose letters are not in `name`."""
    decoder = codecs.getincrementaldecoder(name)()
    size, row, something = 0, 1, False
    try:
        for chunk in _chunks(content):
            size += len(chunk)
            text = decoder.decode(chunk)
            something = something or bool(text.strip(_NOTHING))
            if size > LARGEST_TEXT:
                _large(faults)
                return None
            if len(chunk) == CHUNK and "\n" not in text and "\r" not in text:
                _endless(faults, row)
                return None
            row += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return row + error.object[: error.start].count(b"\n")
    if not something:
        faults.add("empty", message="The file is empty.", remedy="Export it again, or fill in the template.")
    return None


def _large(faults: Faults) -> None:
    faults.add(
        "file_large",
        message="The file is larger than 512 MB.",
        remedy="Leave older months out, or split it.",
    )


def _endless(faults: Faults, row: int) -> None:
    faults.add(
        "line_long",
        message="From this row on there is a million characters without the end of a line.",
        remedy="Export the table again, one row on a line.",
        row=row,
    )


def not_text(faults: Faults) -> None:
    """Note that a file is neither text nor anything else that can be read."""
    faults.add(
        "not_text", message="This is not a text file.", remedy="Save the table as xlsx or as CSV UTF-8 and load that."
    )


def _misread(faults: Faults, row: int, name: str) -> None:
    faults.add(
        "encoding",
        message="Letters of this row are damaged: they are not in the encoding of the rest of the file.",
        remedy="Save the file as CSV UTF-8 and load it again.",
        row=row,
        value=name,
    )


# Encodings of one byte a letter -------------------------------------------------------------------------------------


def _single_byte(content: Content, row: int, faults: Faults, wanted: str) -> Encoding:
    """Return the encoding of a text that is not UTF-8 as a whole; damaged UTF-8 is noted, not read as another one."""
    words = _words_of(content)
    text = b" ".join(words).decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= letter <= "\udcff" for letter in text)
    if sum(letter > "\x7f" for letter in text) - broken > broken:
        _misread(faults, row, "utf-8")
        return Encoding("utf-8")
    found = by_letters(words, wanted)
    if found is None:
        not_text(faults)
        return Encoding("utf-8")
    damaged = _walk(content, found.name, faults)
    if damaged is not None:
        _misread(faults, damaged, found.name)
    return found


def by_letters(words: Collection[bytes], wanted: str = "", declared: str = "") -> Encoding | None:
    """Return which encoding of one byte a letter words are in, None where none fits.

    `wanted` is the answer to the question; `declared` what the file says of itself, which is taken unless its letters
    are those of no language.
    """
    readings = _readings(words, declared)
    if not readings or wanted in readings:
        return Encoding(wanted) if readings else None
    unbeaten = {name: [other for other in readings if not _beats(name, other, readings)] for name in readings}
    best = min(readings, key=lambda name: len(unbeaten[name]))
    rivals = [name for name in unbeaten[best] if name != best]
    if declared in readings:
        against = best != declared and _score(declared, best, readings) <= 0 < _score(best, declared, readings)
        best, rivals = (best, [declared]) if against else (declared, [])
    return Encoding(best, _which([best, *rivals], readings) if rivals else None)


def words_in(text: bytes) -> list[bytes]:
    """Return the words of a text that are not plain ASCII."""
    return _WORDS.findall(text)


def _which(choices: list[str], readings: Mapping[str, list[str]]) -> Question:
    """Return the question, with a word as each encoding has it."""
    words = zip(*(readings[name] for name in choices), strict=True)
    shown = next(read for read in words if len(set(read)) > 1)
    told = ", ".join(f"{word} ({name})" for word, name in zip(shown, choices, strict=True))
    return Question(
        "encoding",
        message="Some letters can be read in several ways: {words}. Which encoding is it?",
        choices=tuple(choices),
        values={"words": told},
    )


def _words_of(content: Content) -> list[bytes]:
    """Return the words that are not plain ASCII, each once, of the part of a file that is looked at."""
    words: Counter[bytes] = Counter()
    with content.open() as stream:
        for _ in range(_SAMPLE // CHUNK):
            words.update(_WORDS.findall(stream.read(CHUNK)))
            if len(words) > _MOST_WORDS:
                break
    return list(words)


def _readings(words: Collection[bytes], declared: str = "") -> dict[str, list[str]]:
    """Return the words as each encoding has them, of those that read alike only the first."""
    readings: dict[str, list[str]] = {}
    for name in dict.fromkeys((declared, *SINGLE_BYTE) if declared else SINGLE_BYTE):
        try:
            read = [word.decode(name) for word in words]
        except (UnicodeDecodeError, LookupError):
            continue
        controls = any("\x7f" < letter < "\xa0" for word in read for letter in word)
        alike = [word.translate(_CEDILLAS) for word in read]
        if not controls and alike not in readings.values():
            readings[name] = alike
    return readings


def _beats(name: str, other: str, readings: Mapping[str, list[str]]) -> bool:
    """Return whether the letters in which two readings differ speak for the first, and not half as much for the other."""
    score = _score(name, other, readings)
    return score > 0 and _score(other, name, readings) <= score / 2


def _score(name: str, other: str, readings: Mapping[str, list[str]]) -> float:
    """Return how well the letters in which a reading differs from another are those of one language."""
    differing = (
        (word, k)
        for word, alike in zip(readings[name], readings[other], strict=True)
        for k in range(len(word))
        if word[k] != alike[k]
    )
    places = list(islice(differing, _MOST_LETTERS))
    best = max(sum(_fit(word, k, letters) for word, k in places) for letters in _LANGUAGES)
    return best * _OF_DOS if name == "cp852" else best


def _fit(word: str, k: int, letters: str) -> float:
    """Return 1 for a letter of the language, or a sign where such signs stand; below 0 what no word has in that place."""
    letter, before, after = word[k], word[k - 1 : k], word[k + 1 : k + 2]
    if letter in _ASIDE:
        return 1.0 if not before or not after or letter in _JOINS else -1.0
    if (
        not letter.isalpha()
        or letter in _SIGNS
        or (letter.isupper() and (before.islower() or (before and after.islower())))
    ):
        return -1.0
    if letter.lower() not in letters:
        return 0.0
    nasal = after.lower() in {"o", "e"}  # São, not Săo; Mănuşi, not Mãnuºi
    return float(nasal if letter in "ãõÃÕ" else not nasal) if letter in "ãõÃÕăĂ" else 1.0


def decoded(data: bytes, declared: str) -> str:
    """Return a text of markup, whose declaration is believed only where its bytes do not say otherwise."""
    name = next((name for mark, name in _MARKS if data.startswith(mark)), "") or _wide(data[:CHUNK])
    if name:
        return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        known = declared.lower() if _OF_ONE_BYTE.fullmatch(declared) else ""
        found = by_letters(set(words_in(data)), declared=known)
        return data.decode(found.name if found else "cp1252", "replace")

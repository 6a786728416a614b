"""When two names are the same, and which one was meant: spelling, lost zeros, a slip of the finger."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

MOST_SOUGHT = 300  # unknown names for which a similar one is looked for
MOST_CHOICES = 50_000  # names among which it is looked for
SIMILAR = 0.8  # share of the letters that agree
SHORTEST = 4  # letters of a name to which another may be similar
_SPACES = re.compile(r"\s+")
_NO_LETTER = re.compile(r"[\W_]+")
_LOOKS_LIKE = str.maketrans("oilавекмнорстух", "011abekmh0pctyx")  # what is taken for another when it is read or typed


def folded(name: str) -> str:
    """Return what two spellings of one name share: letters without marks (ş, ș and s alike), case and spaces."""
    decomposed = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _SPACES.sub(" ", bare).strip().casefold()


@dataclass(frozen=True, slots=True)
class Meant:
    """What names that nobody described probably mean: name -> the one that is known.

    `same`: the same name written otherwise. `zeros`: a code that lost leading zeros, or has some too many. `near`: the only
    known name that is similar. Every other name is `unknown`.
    """

    same: Mapping[str, str] = field(default_factory=dict)
    zeros: Mapping[str, str] = field(default_factory=dict)
    near: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def meant(unknown: Iterable[str], known: frozenset[str]) -> Meant:
    """Return what unknown names mean among the known; a name that fits two of them means neither."""
    by_spelling, by_digits = _only(known, folded), _only(filter(str.isdecimal, known), _without_zeros)
    same, zeros, left = dict[str, str](), dict[str, str](), list[str]()
    for name in unknown:
        if found := by_spelling.get(folded(name)):
            same[name] = found
        elif name.isdecimal() and (found := by_digits.get(_without_zeros(name))):
            zeros[name] = found
        else:
            left.append(name)
    near = _near(left, known)
    return Meant(same, zeros, near, tuple(name for name in left if name not in near))


def spelled_alike(counts: Mapping[str, int], known: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return for names that differ in spelling alone the one to be written: the known one, else the most frequent.

    `counts`: name -> rows in which it stands. Names that need no other spelling are left out.
    """
    groups = defaultdict[str, Counter[str]](Counter)
    for name, count in counts.items():
        groups[folded(name)][name] += count
    by_spelling = _only(known, folded)
    chosen = {key: by_spelling.get(key) or _usual(names) for key, names in groups.items()}
    return {name: chosen[folded(name)] for name in counts if name not in known and chosen[folded(name)] != name}


def _usual(names: Counter[str]) -> str:
    return max(names, key=lambda name: (names[name], name))


def _only(names: Iterable[str], key: Callable[[str], str]) -> dict[str, str]:
    """Return key -> name for the keys that one name alone has."""
    groups = defaultdict[str, list[str]](list)
    for name in names:
        groups[key(name)].append(name)
    return {shared: found[0] for shared, found in groups.items() if len(found) == 1}


def _without_zeros(code: str) -> str:
    return code.lstrip("0") or "0"


def _letters(name: str) -> str:
    return _NO_LETTER.sub("", folded(name))


def _looks(letters: str) -> str:
    """Return letters and digits as they look: O as 0, l and I as 1, Cyrillic letters as the Latin ones."""
    return letters.translate(_LOOKS_LIKE)


def _exchanged(letters: str) -> set[str]:
    """Return letters with two neighbours of them exchanged, in every way."""
    return {
        f"{letters[:at]}{letters[at + 1]}{letters[at]}{letters[at + 2 :]}"
        for at in range(len(letters) - 1)
        if letters[at] != letters[at + 1]
    }


def _slip(letters: str, by_letters: Mapping[str, str], by_looks: Mapping[str, str]) -> str | None:
    """Return the known name that letters are by one slip: the same ones, some that look alike, two exchanged."""
    if letters in by_letters:
        return by_letters[letters]
    if _looks(letters) in by_looks:
        return by_looks[_looks(letters)]
    exchanged = {by_letters[each] for each in _exchanged(letters) if each in by_letters}
    return exchanged.pop() if len(exchanged) == 1 and len(letters) >= SHORTEST else None


def _near(names: list[str], known: frozenset[str]) -> dict[str, str]:
    """Return name -> the only known name that is similar: one slip away, else the one that shares most letters."""
    by_letters, by_looks = _only(known, _letters), _only(known, lambda name: _looks(_letters(name)))
    choices = sorted(known)[:MOST_CHOICES]
    bare = [_letters(name) for name in choices]
    found: dict[str, str] = {}
    for name in names[:MOST_SOUGHT]:
        letters = _letters(name)
        if (meant_by_slip := _slip(letters, by_letters, by_looks)) is not None:
            found[name] = meant_by_slip
        elif len(letters) >= SHORTEST and (similar := _most_similar(letters, bare)) is not None:
            found[name] = choices[similar]
    return found


def _most_similar(letters: str, bare: list[str]) -> int | None:
    """Return the place of the most similar name, None where none is similar enough or two are equally so."""
    score = DamerauLevenshtein.normalized_similarity
    best = process.extract(letters, bare, scorer=score, processor=None, score_cutoff=SIMILAR, limit=2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return int(best[0][2])

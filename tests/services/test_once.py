"""A value is made once, however many ask at the same moment; failures are not kept; the least used go first."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sop.services.once import OnceCache


def test_many_who_ask_at_once_get_the_one_value():
    cache: OnceCache[str, object] = OnceCache(2)
    together, made = threading.Barrier(16), []

    def ask(_):
        together.wait(5)
        return cache.get("key", lambda: made.append(1) or object())

    with ThreadPoolExecutor(16) as pool:
        values = list(pool.map(ask, range(16)))
    assert len(made) == 1
    assert all(value is values[0] for value in values)


def test_different_keys_do_not_wait_for_each_other():
    cache: OnceCache[str, str] = OnceCache(2)
    begun, release = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        assert release.wait(5)
        return "slow"

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(cache.get, "slow", slow)
        assert begun.wait(5)
        assert cache.get("fast", lambda: "fast") == "fast"
        release.set()
        assert waiting.result(5) == "slow"


def test_a_failure_reaches_the_one_who_asked_and_is_not_kept():
    cache: OnceCache[str, int] = OnceCache(2)
    with pytest.raises(ZeroDivisionError):
        cache.get("key", lambda: 1 // 0)
    assert cache.get("key", lambda: 7) == 7


def test_after_a_failure_the_next_in_line_tries_again():
    cache: OnceCache[str, int] = OnceCache(2)
    begun, release, tries = threading.Event(), threading.Event(), []

    def make() -> int:
        tries.append(1)
        if len(tries) == 1:
            begun.set()
            assert release.wait(5)
            raise ZeroDivisionError
        return 7

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get, "key", make)
        assert begun.wait(5)
        second = pool.submit(cache.get, "key", make)
        release.set()
        assert second.result(5) == 7
        with pytest.raises(ZeroDivisionError):
            first.result(5)


def test_failures_push_no_value_out():
    cache: OnceCache[str, int] = OnceCache(1)
    cache.get("kept", lambda: 1)
    for key in "abc":
        with pytest.raises(ZeroDivisionError):
            cache.get(key, lambda: 1 // 0)
    assert cache.get("kept", lambda: 2) == 1


def test_the_least_recently_used_value_goes_first():
    cache: OnceCache[str, int] = OnceCache(2)
    for key, value in (("a", 1), ("b", 2)):
        cache.get(key, lambda value=value: value)
    cache.get("a", lambda: -1)
    cache.get("c", lambda: 3)
    assert [cache.get("a", lambda: -1), cache.get("c", lambda: -1)] == [1, 3]
    assert cache.get("b", lambda: -1) == -1


def test_a_value_under_way_is_not_made_again_however_many_others_come():
    cache: OnceCache[object, str] = OnceCache(1)
    begun, release, made = threading.Event(), threading.Event(), []

    def slow() -> str:
        made.append(1)
        begun.set()
        assert release.wait(5)
        return "slow"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get, "slow", slow)
        assert begun.wait(5)
        for other in range(3):
            cache.get(other, lambda: "other")
        second = pool.submit(cache.get, "slow", slow)
        release.set()
        assert (first.result(5), second.result(5)) == ("slow", "slow")
    assert len(made) == 1


def test_forgetting_everything():
    cache: OnceCache[str, int] = OnceCache(2)
    cache.get("a", lambda: 1)
    cache.clear()
    assert cache.get("a", lambda: 2) == 2

"""Who comes first is served first, and never two at a time."""

import threading
from contextlib import suppress

from sop.storage.turnstile import Turnstile

SECONDS = 10


def test_those_who_wait_pass_in_the_order_in_which_they_came() -> None:
    turnstile, passed, threads = Turnstile(), [], []

    def pass_through(number: int) -> None:
        with turnstile:
            passed.append(number)

    with turnstile:
        for number in range(8):
            threads.append(threading.Thread(target=pass_through, args=(number,)))
            threads[-1].start()
            while len(turnstile._waiting) <= number:  # each stands in the queue before the next one comes
                threads[-1].join(0.001)
        assert passed == []
    for thread in threads:
        thread.join(SECONDS)
    assert passed == list(range(8))


def test_it_is_free_again_after_an_error() -> None:
    turnstile, entered = Turnstile(), threading.Event()
    with suppress(ZeroDivisionError), turnstile:
        divmod(1, 0)

    def enter() -> None:
        with turnstile:
            entered.set()

    thread = threading.Thread(target=enter)
    thread.start()
    assert entered.wait(SECONDS)
    thread.join(SECONDS)


def test_never_two_at_a_time() -> None:
    turnstile, inside, most = Turnstile(), [], []

    def work() -> None:
        for _ in range(200):
            with turnstile:
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert (max(most), len(most)) == (1, 1600)

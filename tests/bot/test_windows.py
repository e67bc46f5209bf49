"""Send windows: never more than Telegram allows, and no slower than that."""

from __future__ import annotations

import random
from bisect import bisect_left

import pytest

from bot.windows import CEILING, GROUP, OVERALL, PRIVATE, Limit, Windows


class Seconds:
    """A monotonic clock by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def most_within(moments: list[float], seconds: float) -> int:
    """The fullest window of this length anywhere."""
    return max(bisect_left(moments, at + seconds) - first for first, at in enumerate(moments))


def flood(windows: Windows, clock: Seconds, chats: list[int], seconds: float) -> list[tuple[float, int]]:
    """Send as fast as the windows allow, to chats picked at random."""
    chance, sent, until = random.Random(7), [], clock.at + seconds
    while clock.at < until:
        closed = windows.closed()
        free = [chat for chat in chats if chat not in closed]
        if free and windows.allowance() > 0:
            chat = chance.choice(free)
            windows.note(chat)
            windows.arrived(chat)
            sent.append((clock.at, chat))
        else:
            clock.at += max(0.001, min([windows.wait_overall() or 1.0, *closed.values()]))
    return sent


def test_no_window_of_any_chat_is_ever_overfull() -> None:
    clock = Seconds()
    sent = flood(Windows(clock), clock, [*range(-10, 0), *range(1, 40)], 130.0)
    for chat in range(-10, 40):
        moments = [at for at, to in sent if to == chat]
        limit = GROUP if chat < 0 else PRIVATE
        assert not moments or most_within(moments, limit.seconds) <= limit.count, chat
    assert most_within([at for at, _ in sent], OVERALL.seconds) <= OVERALL.count


def test_a_group_gets_all_that_it_may_have() -> None:
    clock = Seconds()
    sent = flood(Windows(clock), clock, [-5], 179.0)
    assert len(sent) == 3 * GROUP.count


def test_what_a_process_before_this_one_sent_counts() -> None:
    clock = Seconds()
    windows = Windows(clock)
    windows.seed([(-5, age) for age in range(GROUP.count, 0, -1)] + [(7, 0.4)])
    assert windows.closed().keys() == {-5, 7}
    assert windows.wait(7) == pytest.approx(0.6)
    clock.at += 60.0 - GROUP.count
    assert windows.wait(-5) == pytest.approx(0.0)


def test_a_message_counts_from_when_it_arrived() -> None:
    clock = Seconds()
    windows = Windows(clock)
    windows.note(7)
    clock.at += 0.8  # a slow line
    windows.arrived(7)
    assert windows.wait(7) == 1.0


def arrivals(windows: Windows, clock: Seconds, *, slow: float) -> list[float]:
    """Send to many people as fast as the windows allow; the line holds up eight at a time, and lets them go together."""
    arrived: list[float] = []
    chats = iter(range(1, 10_000))
    for _ in range(40):
        held: list[int] = []
        clock.at += max(0.001, windows.wait_overall())
        while windows.allowance() > 0 and len(held) < 8:
            held.append(next(chats))
            windows.note(held[-1])
        clock.at += slow if len(arrived) < 30 else 0.0
        arrived += [clock.at] * len(held)
        for chat in held:
            windows.arrived(chat)
    return arrived


@pytest.mark.parametrize("slow", [0.0, 0.3, 0.9])
def test_what_a_slow_line_holds_up_does_not_come_too_thick(slow: float) -> None:
    clock = Seconds()
    assert most_within(arrivals(Windows(clock), clock, slow=slow), CEILING.seconds) <= CEILING.count


def test_counted_by_their_sending_alone_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr("bot.windows.CEILING", Limit(10_000, CEILING.seconds))
    clock = Seconds()
    assert most_within(arrivals(Windows(clock), clock, slow=0.9), CEILING.seconds) > CEILING.count

"""Send windows: never more than Telegram allows, and no slower than that."""

from __future__ import annotations

import random
from bisect import bisect_left

import pytest

from bot.windows import GROUP, OVERALL, PRIVATE, Windows


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

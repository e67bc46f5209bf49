"""An order's life: its states, and every move between them as one declared row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.process.names import Checkpoint


class State(StrEnum):
    """Where an order is. 暂停 is a flag beside the state, drafts are rows of their own."""

    SCREENING = "screening"  # 初筛
    RETURNED = "returned"  # 退回补充
    REVIEW = "review"  # 评审
    ACCEPTED = "accepted"  # 承接
    RELEASED = "released"  # 已下达
    EXECUTING = "executing"  # 执行中
    SHIPPED = "shipped"  # 已发货, all lines
    ACCEPTANCE = "acceptance"  # 验收
    SETTLEMENT = "settlement"  # 结算
    ARCHIVED = "archived"  # 已归档
    CLOSED = "closed"  # 已关闭
    REJECTED = "rejected"  # 驳回
    WITHDRAWN = "withdrawn"  # 撤回
    CANCELLED = "cancelled"  # 取消


S = State
ENDED = frozenset({S.CLOSED, S.REJECTED, S.WITHDRAWN, S.CANCELLED})
IN_SUPPLY = frozenset({S.RELEASED, S.EXECUTING})
"""Released and not yet all gone: plan tasks and shipments happen here."""
UNDECIDED = frozenset({S.SCREENING, S.RETURNED, S.REVIEW})
"""Not taken on yet: nothing is bought, made or shipped, and no money is asked for."""


@dataclass(frozen=True, slots=True)
class Move:
    """From where to where, and which checkpoint must be open."""

    before: frozenset[State]
    after: State
    checkpoint: Checkpoint | None = None


MOVES: dict[str, Move] = {
    "review": Move(frozenset({S.SCREENING}), S.REVIEW),
    "accept": Move(frozenset({S.SCREENING, S.REVIEW}), S.ACCEPTED),
    "send_back": Move(frozenset({S.SCREENING, S.REVIEW}), S.RETURNED),
    "file_again": Move(frozenset({S.RETURNED}), S.SCREENING),
    "reject": Move(frozenset({S.REVIEW}), S.REJECTED),
    "withdraw": Move(frozenset({S.SCREENING, S.RETURNED, S.REVIEW}), S.WITHDRAWN),
    "cancel": Move(frozenset({S.ACCEPTED}) | IN_SUPPLY, S.CANCELLED),
    "reopen": Move(frozenset({S.CLOSED}), S.ACCEPTED),
    "release": Move(frozenset({S.ACCEPTED}), S.RELEASED, Checkpoint.RELEASE),
    "work": Move(frozenset({S.RELEASED}), S.EXECUTING, Checkpoint.PLAN),
    "ship_all": Move(IN_SUPPLY, S.SHIPPED, Checkpoint.SHIP),
    "sign_all": Move(frozenset({S.SHIPPED}), S.ACCEPTANCE),
    "stock_all": Move(IN_SUPPLY, S.CLOSED, Checkpoint.STOCK_IN),
}

"""What can wait for somebody, and one thing that does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What is to be done."""

    SEAT = "seat"  # an opinion
    IMPACT = "impact"  # what a change means for the department
    SLIP = "slip"  # money to be looked for
    AFTER_SALE = "after_sale"  # a return or allowance to be decided
    GOODS_BACK = "goods_back"  # goods that are to come back
    SIGNOFF = "signoff"  # 放行
    TAKE = "take"  # a task that nobody of the department has taken
    FINISH = "finish"  # one that this person has
    GOODS = "goods"  # to be packed, loaded, taken into stock
    CONDITION = "condition"  # a condition of a review, by who must see to it
    MET = "met"  # the same, by who set it and says that it is met
    NOTICE = "notice"  # a shipping notice
    PAYMENT = "payment"  # the customer is to be asked for money
    RETURNED = "returned"  # 退回补充
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. `subject` names it as its card does: `seat:4`, `impact:1`, `slip:7`, `task:2`, `order:3`, `draft:5`."""

    kind: Kind
    subject: str
    order_id: int | None
    since: datetime
    department: str = ""
    person: str = ""
    """Who is asked, where it is one person."""
    for_name: str = ""
    """代理: in whose place."""
    deputy: str = ""
    """代理: who decides for the one who is asked in person; for a list that all read."""
    words: str = ""
    """A condition's, or a sign-off's name."""

    @property
    def subject_id(self) -> int:
        return int(self.subject.split(":")[1])

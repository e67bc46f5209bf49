"""How orders go over a company's year: which kinds there are, and how far one has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum, auto

OPENS = time(8, 30)
TERMS = 10
"""Days of credit, from when the goods left."""
NEAR = 3
"""Delivery within so many workdays is near."""
RELEASE, SHIPMENT, CREDIT = "prepaid.release", "prepaid.shipment", "standard"


class Bounce(Enum):
    """When money comes back once."""

    PACKED = auto()
    NOTICED = auto()
    """The truck is to leave."""


@dataclass(frozen=True, slots=True)
class Doing:
    """How somebody does a task. None: it never comes to that."""

    taken: float | None
    """Days from when it may be begun."""
    done: float | None = None
    """From its taking, or what was reported of it last."""
    told: int = 0
    """So often a part of it is reported before it is done."""
    told_after: float = 2
    by_head: bool = False
    """The head of the department takes it."""


@dataclass(frozen=True, slots=True)
class Making:
    """Goods that are not on the shelf. Without `made` they are bought."""

    bought: Doing
    made: Doing | None = None
    ahead: bool = False
    """It is made of what is there, beside the buying."""
    inspected: float | None = 0.4
    """From when all of it is there."""

    @property
    def supply(self) -> str:
        return "make" if self.made is not None else "buy"


@dataclass(frozen=True, slots=True)
class Changing:
    """A change that is asked for, and not made."""

    asked: float
    """Days from the release."""
    said: float | None
    """From its asking: each department says what it means."""
    dropped: float


class Until(Enum):
    """What 稍后 offers."""

    HOUR = auto()
    TODAY = auto()
    TOMORROW = auto()


@dataclass(frozen=True, slots=True)
class PutOff:
    """稍后, pressed on the first reminder of a rule that is there so many days after its reason arose."""

    rule: str
    after: float
    until: Until


@dataclass(frozen=True, slots=True)
class Path:
    """How an order goes: in about so many days each. None: it never comes to that."""

    leaf: str
    wanted: int
    """Days from its filing."""
    judged: float | None = None
    """Each opinion that is asked for; None: nobody is asked."""
    pays: float | None = None
    """From when it is asked for: taken on, packed, or left on credit."""
    confirmed: float = 0.5
    lost: bool = False
    """The first slip is not found."""
    held: float | None = None
    lifted: float = 6
    cancelled: float | None = None
    packed: float = 3
    loaded: float = 0.4
    signed: float = 2
    bounces: Bounce | None = None
    acknowledged: float | None = None
    """The salesperson presses 知道了 on the first reminder to pay."""
    spoken: float | None = None
    """It rests on somebody's word until the paper comes, so many days after it is taken on."""
    put_off: PutOff | None = None
    changing: Changing | None = None
    making: Making | None = None
    """None: from the shelf."""


PATHS = (
    Path(CREDIT, 10, pays=18, packed=2, loaded=3, signed=12, put_off=PutOff("credit_due", 6, Until.TODAY)),
    Path(
        SHIPMENT, 22, pays=3, packed=1, loaded=2, put_off=PutOff("progress", 3.5, Until.TOMORROW),
        changing=Changing(9, 1.5, 5), making=Making(Doing(1, 3), Doing(2, 14, by_head=True)),
    ),
    Path(RELEASE, 25, judged=1, pays=1.5, packed=4, loaded=3, signed=9, put_off=PutOff("unsigned", 3.5, Until.TOMORROW)),
    Path(SHIPMENT, 14, held=1, lifted=8, pays=2, packed=4, loaded=2, spoken=5),
    Path(
        CREDIT, 14, pays=5, packed=1, signed=8, changing=Changing(4, 0.5, 4),
        making=Making(Doing(0.5, 9), Doing(1, 4, told=1), inspected=3),
    ),
    Path(RELEASE, 25, pays=2, lost=True, packed=12),
    Path(SHIPMENT, 20, pays=2, packed=8, signed=6, bounces=Bounce.PACKED, spoken=19),
    Path(RELEASE, 14, judged=2, pays=1, packed=1, loaded=2, making=Making(Doing(3, 6, told=2, told_after=4))),
    Path(CREDIT, 9, judged=0.3, pays=5, packed=20, loaded=1, signed=4, spoken=7),
    Path(SHIPMENT, 20, pays=1, packed=2, bounces=Bounce.NOTICED),
    Path(RELEASE, 30, held=3, pays=5, packed=18),
    Path(SHIPMENT, 12, pays=2, packed=3, making=Making(Doing(1, 17), Doing(2, 9, told=2, told_after=8), ahead=True)),
    Path(RELEASE, 60, acknowledged=2),
    Path(RELEASE, 30, judged=3, pays=1, packed=20, loaded=1.5),
    Path(CREDIT, 16, pays=9, packed=1, making=Making(Doing(0.5, 11), Doing(1, 11), ahead=True, inspected=5)),
    Path(RELEASE, 2, judged=1, pays=4, packed=3),
    Path(SHIPMENT, 8, pays=16, confirmed=1, packed=5),
    Path(RELEASE, 60, cancelled=15, put_off=PutOff("pay_before_release", 3, Until.TOMORROW)),
    Path(
        CREDIT, 12, changing=Changing(2, None, 9), put_off=PutOff("task_late", 7, Until.HOUR),
        making=Making(Doing(None), Doing(1), ahead=True),
    ),
    Path(RELEASE, 40, pays=12, confirmed=3, packed=30, loaded=4, put_off=PutOff("pay_before_release", 7, Until.HOUR)),
)  # fmt: skip


@dataclass(slots=True)
class Work:
    """One order under way."""

    order: int
    path: Path
    wanted: date
    paid: bool = False
    packed: bool = False
    bounced: bool = False
    noticed: int | None = None
    """The batch that is to leave."""
    sought: bool = False
    """A slip of it was not found."""
    slip: int | None = None
    """One that finance has not looked at."""
    put_off: set[str] = field(default_factory=set[str])
    """Rules whose reminder somebody puts off."""
    change: int | None = None
    """One that is asked for and not decided."""
    done: set[str] = field(default_factory=set[str])
    """The tasks that are finished."""
    doing: set[str] = field(default_factory=set[str])
    """Those that somebody has taken."""
    begun: bool = False
    """Its goods are made: the material is there, or some of them are."""

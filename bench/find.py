"""`python -m bench find`: what finding one customer among 20,000 costs in process CPU.

Subject: `catalogue.find_customers` as a typed word runs it, with the stamp, the person's rights and recent customers, the
ranking, and the rows of what is found; once by a salesperson who may see a third of them. Reference: one
`process.extract` over the same names with the same word and the scorer that finds slips. Both in the same run, by turns;
a word's figure is the ratio of its medians, and the worst word counts.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import product
from statistics import median
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.book_file import read_book
from bot.migrate import migrate
from db.engine import Database
from db.models import Customer, Person
from services import catalogue, finding, name_copies
from services.house import House
from services.people import PersonFacts, person_facts

TARGET = 3.0
NOW = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
WORDS = (
    ("宏达", "part of the name"),
    ("公司", "a part that most have"),
    ("宏達機電", "Traditional"),
    ("hd", "initials"),
    ("szhd", "initials with the place"),
    ("chongqing", "pinyin"),
    ("c0123", "code"),
    ("石家庄宏达电气", "a slip"),
    ("chongqinghognda", "a slip in pinyin"),
    ("不存在的公司名", "nobody"),
)
_PLACES = (
    "苏州",
    "宁波",
    "重庆",
    "深圳",
    "无锡",
    "东莞",
    "石家庄",
    "广州",
    "厦门",
    "单县",
    "杭州",
    "常州",
    "青岛",
    "佛山",
)
_FIRST = tuple("宏永中鼎长金恒华瑞天嘉博利海德隆科精顺百联立同伟")
_SECOND = tuple("达盛泰新安鑫远信丰成禾通明业")
_TRADES = (
    "机电", "五金", "自动化", "精密机械", "电器", "包装", "重工", "化工", "照明", "汽车配件", "液压", "轴承", "仪表",
    "电子科技",
)  # fmt: skip
_ENDS = ("有限公司", "有限责任公司", "厂", "股份有限公司")


def names(count: int) -> list[str]:
    """So many different names of companies, the same ones in every run."""
    every = ["".join(parts) for parts in product(_PLACES, _FIRST, _SECOND, _TRADES, _ENDS)]
    return random.Random(20).sample(every, count)


def run(arguments: Sequence[str]) -> int:
    """Measure, print, and say with the exit code whether the target was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench find", description=__doc__.splitlines()[0])
    parser.add_argument("--names", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=9, help="rounds of each, taking turns")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/bot.db"
        migrate(address)
        database = Database(address)
        fill(database, names(given.names))
        with database.transaction() as session:
            worst = measure(session, given.rounds)
        database.dispose()
    return 1 if worst > TARGET else 0


def fill(database: Database, called: Sequence[str]) -> None:
    """The customers, a third of them each of two salespeople, a third 公共."""
    keys = _keys(called)
    with database.transaction() as session:
        for n, name in enumerate(("张敏", "陈亮"), start=1):
            session.add(Person(id=n, telegram_id=10 + n, name=name, department="sales", joined_at=NOW))
        session.flush()
        rows = [
            {
                "code": f"C{n:05d}", "name": name, "pinyin": keys[name][0], "initials": keys[name][1],
                "owner_id": (1, 2, None)[n % 3], "active": True, "created_at": NOW,
            }
            for n, name in enumerate(called)
        ]  # fmt: skip
        session.execute(insert(Customer), rows)


def _keys(called: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Pinyin is slow to make: it is put together from the parts."""
    parts = {part: finding.search_keys(part) for part in (*_PLACES, *_FIRST, *_SECOND, *_TRADES, *_ENDS)}
    every = product(_PLACES, _FIRST, _SECOND, _TRADES, _ENDS)
    made = {
        "".join(words): ("".join(parts[word][0] for word in words), "".join(parts[word][1] for word in words))
        for words in every
    }
    return {name: made[name] for name in called}


def measure(session: Session, rounds: int) -> float:
    """Print a line a word; the worst ratio."""
    house = House(read_book(None), ZoneInfo("Asia/Shanghai"))
    person = person_facts(session.scalars(select(Person).order_by(Person.id)).first() or Person())
    called = list(session.scalars(select(Customer.name)))
    first = cost(lambda: name_copies.customers(session))
    print(f"find among {len(called)} customers: process CPU, medians of {rounds} rounds")
    print(f"  {'reference':>9} {'subject':>9} {'ratio':>6}")
    worst = 0.0
    for word, what in WORDS:
        one, other = medians(session, house, person, called, word, rounds)
        worst = max(worst, other / one)
        print(f"  {1000 * one:6.2f} ms {1000 * other:6.2f} ms {other / one:6.2f}  {what}: {word}")
    again = cost(lambda: renewed(session))
    print(
        f"  after a change the names are read again: {1000 * first:.0f} ms the first time, then {1000 * again:.0f} ms"
    )
    print(f"  worst ratio {worst:.2f}, target {TARGET}")
    return worst


def medians(
    session: Session, house: House, person: PersonFacts, called: Sequence[str], word: str, rounds: int
) -> tuple[float, float]:
    """Seconds of the reference and of the subject."""
    references: list[float] = []
    subjects: list[float] = []
    for _ in range(rounds):
        references.append(cost(lambda: process.extract(word, called, scorer=fuzz.partial_ratio, limit=8)))
        subjects.append(cost(lambda: catalogue.find_customers(session, house, person, word)))
        session.expunge_all()  # rows come from the database as for another person's word
    return median(references), median(subjects)


def cost(work: Callable[[], object]) -> float:
    """Seconds of process CPU, all threads."""
    before = time.process_time()
    work()
    return time.process_time() - before


def renewed(session: Session) -> None:
    """What the first find after somebody added a customer pays."""
    session.execute(update(Customer).where(Customer.id == 1).values(contact="周工"))
    name_copies.customers(session)

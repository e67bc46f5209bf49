"""Finding fifteen companies by whatever somebody typed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.finding import Candidate, Found, rank, search_keys, sure

NAMES = [
    "宏达机电有限公司",
    "苏州宏达精密机械",
    "永盛五金",
    "中泰自动化",
    "重庆长安汽车",
    "石家庄长城电器",
    "广州曾氏五金",
    "厦门乐器厂",
    "六安瓜片包装",
    "吕梁重工",
    "ABC 电子科技",
    "鴻海精密",
    "深圳市宏大照明",
    "单县化工",
    "北京朝阳设备",
    "周記行",
    "臺升里屋",
]
# People correct the readings that no library can know.
OWN_READINGS = {
    "北京朝阳设备": ("beijingchaoyangshebei", "bjcysb"),
    "单县化工": ("shanxianhuagong", "sxhg"),
    "广州曾氏五金": ("guangzhouzengshiwujin", "gzzswj"),
}


def rows() -> list[Candidate]:
    keys = {name: OWN_READINGS.get(name) or search_keys(name) for name in NAMES}
    return [Candidate(n, name, f"C{n:03d}", *keys[name]) for n, name in enumerate(NAMES)]


ROWS = rows()


def found(query: str) -> list[tuple[str, Found]]:
    return [(match.candidate.name, match.found) for match in rank(query, ROWS, 8)]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("宏达机电", ("hongdajidian", "hdjd")),
        ("重庆长安", ("chongqingchangan", "cqca")),
        ("厦门乐器", ("xiamenyueqi", "xmyq")),
        ("ABC 电子", ("abcdianzi", "abcdz")),
        ("鴻海（精密）", ("honghaijingmi", "hhjm")),
        ("绿能", ("lvneng", "ln")),
        ("🙂", ("", "")),
    ],
)
def test_keys_of_a_name(name: str, keys: tuple[str, str]) -> None:
    assert search_keys(name) == keys


@pytest.mark.parametrize(
    ("query", "first", "way"),
    [
        ("永盛五金", "永盛五金", Found.EXACT),
        ("c004", "重庆长安汽车", Found.EXACT),
        ("宏达", "宏达机电有限公司", Found.NAME_BEGINS),
        ("长城", "石家庄长城电器", Found.NAME_CONTAINS),
        ("abc电子科技", "ABC 电子科技", Found.EXACT),
        ("ａｂｃ", "ABC 电子科技", Found.NAME_BEGINS),
        ("鸿海", "鴻海精密", Found.NAME_BEGINS),
        ("長安", "重庆长安汽车", Found.NAME_CONTAINS),
        ("廈門樂器", "厦门乐器厂", Found.NAME_BEGINS),
        ("週记", "周記行", Found.NAME_BEGINS),
        ("台昇裏屋", "臺升里屋", Found.EXACT),
        ("永盛伍金", "永盛五金", Found.SLIP),
        ("hd", "宏达机电有限公司", Found.INITIALS),
        ("HDJD", "宏达机电有限公司", Found.INITIALS),
        ("cqca", "重庆长安汽车", Found.INITIALS),
        ("yongs", "永盛五金", Found.PINYIN),
        ("yong sheng", "永盛五金", Found.PINYIN),
        ("changan", "重庆长安汽车", Found.PINYIN_INSIDE),
        ("xiamenyue", "厦门乐器厂", Found.PINYIN),
        ("lvliang", "吕梁重工", Found.PINYIN),
        ("shanxian", "单县化工", Found.PINYIN),
        ("gzzs", "广州曾氏五金", Found.INITIALS),
        ("chaoyang", "北京朝阳设备", Found.PINYIN_INSIDE),
        ("chongqing", "重庆长安汽车", Found.PINYIN),
        ("004", "重庆长安汽车", Found.CODE_INSIDE),
        ("重庆长按", "重庆长安汽车", Found.SLIP),
        ("石家庄长诚", "石家庄长城电器", Found.SLIP),
        ("广洲曾氏", "广州曾氏五金", Found.SLIP),
        ("yongshneg", "永盛五金", Found.SLIP),
    ],
)
def test_the_first_match(query: str, first: str, way: Found) -> None:
    assert found(query)[0] == (first, way)


def test_the_better_way_comes_first_and_the_callers_order_breaks_ties() -> None:
    assert found("hd") == [
        ("宏达机电有限公司", Found.INITIALS),
        ("苏州宏达精密机械", Found.INITIALS_INSIDE),
        ("深圳市宏大照明", Found.INITIALS_INSIDE),
    ]
    recent_first = [ROWS[6], *ROWS]
    assert rank("五金", recent_first, 2)[0].candidate.name == "广州曾氏五金"
    assert rank("五金", ROWS, 2)[0].candidate.name == "永盛五金"


def test_two_readings_of_one_name_both_find_it() -> None:
    row = Candidate(1, "单县化工", "", "danxianhuagong,shanxianhuagong", "dxhg, sxhg")
    assert [rank(query, [row], 8)[0].found for query in ("danx", "shanx", "dx", "sx")] == [
        Found.PINYIN,
        Found.PINYIN,
        Found.INITIALS,
        Found.INITIALS,
    ]


@pytest.mark.parametrize("query", ["", "  ", "🙂", "完全无关", "zzzz", "宏" * 4096, "\u202e", "%_"])
def test_what_is_not_there_is_not_found(query: str) -> None:
    assert rank(query, ROWS, 8) == []


def test_never_more_than_asked_for() -> None:
    assert len(rank("c0", ROWS, 3)) == 3


@given(st.text(max_size=80))
def test_no_query_raises(query: str) -> None:
    matches = rank(query, ROWS, 8)
    assert len({match.candidate.id for match in matches}) == len(matches) <= 8


def test_ranking_loads_no_pinyin_library() -> None:
    """It costs a second and 55 MB, and is needed only where a name is written."""
    code = "import sys, services.finding; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("query", "taken"),
    [
        ("永盛五金", True),  # the very word
        ("c004", True),  # the very code, though others begin with it
        ("永盛", True),  # the only one with this part
        ("ysw", True),
        ("宏达", False),  # two
        ("永盛五斤", False),  # a slip
        ("单", True),
        ("6", False),  # one digit is inside too much
        ("", False),
    ],
)
def test_what_can_be_taken_without_asking(query: str, taken: bool) -> None:
    rows_with_codes = [*ROWS, Candidate(99, "六角螺母6型", "C0041", "liujiaoluomu6xing", "ljlm6x")]
    assert sure(query, rank(query, rows_with_codes)) is taken


def test_a_sound_is_looked_for_when_nothing_else_is_found_and_never_sure() -> None:
    heard = rank("永圣", ROWS, 8, by_sound=True)
    assert [(match.candidate.name, match.found) for match in heard] == [("永盛五金", Found.SOUND)]
    assert not sure("永圣", heard)
    assert rank("永圣", ROWS, 8) == [], "a message full of other words is not searched by sound"
    assert {match.found for match in rank("永盛", ROWS, 8, by_sound=True)} == {Found.NAME_BEGINS}

"""Whether free words may tell an amount of money: hidden rather once too often from those who see none.

Any digit may be one; of amounts in words, those with a coin, a share, a rank (五万, 三百五) or beside a word of money
(先付一半). Days, weeks and pieces counted in words are none: 一周内回图, 先做两台.
"""

from __future__ import annotations

import re
import unicodedata

from domain.understanding import units
from domain.understanding.verdict_clauses import folded

_DIGIT, _RANK = "一二三四五六七八九两零", "十百千万亿"
_SMALL = f"[{_DIGIT}几数半]"
# 万一 and 千万 are no numbers, nor is the 十 of 十分; 一万 and 十五 are.
_NUMERAL = rf"(?:{_SMALL}|十(?=[{_DIGIT}几来多万亿]))[{_DIGIT}{_RANK}几多来点半]*"
_OF_GOODS_OR_TIME = "|".join([
    *sorted(map(re.escape, units.NAMES - {"块"}), key=lambda name: (-len(name), name)),
    *("天", "日", "号", "周", "星期", "礼拜", "月", "季", "年", "小时", "分钟", "工作日", "点钟", "次", "人", "位", "家"),
    *("种", "款", "样", "步", "期", "级", "层", "轮", "遍", "道", "项", "处", "边", "起", "定", "致", "般", "直", "切"),
    *("律", "旦", "并", "共", "同", "些", "下", "点", "会"),
])  # fmt: skip
_COIN = (
    r"[¥$€£₩₽₤¢]|人民币|(?<![单多公纪状])元(?![件素器旦宵月年])|块钱|美[元金刀]|[欧日港]元|[英欧]镑|[港台外]币"
    r"|(?<![a-z])(?:rmb|cny|usd|eur|hkd|yuan|dollars?|euros?|bucks)(?![a-z])"
)
_SHARE = rf"百分之|(?:{_NUMERAL})(?:成(?![品型套分立])|折(?![叠弯])|个点|分之)|(?<![a-z])(?:per ?cent|half)(?![a-z])"
_ENGLISH = re.compile(r"(?<![a-z])(?:hundred|thousand|million|grand)(?![a-z])")
_PAID_IN = rf"(?:{_NUMERAL}|[{_RANK}][把来多])(?:块|毛|角(?!度)|分钱)"
_ALONE = re.compile(f"{_COIN}|{_SHARE}|{_PAID_IN}")
_COUNTED = re.compile(rf"(?P<number>{_NUMERAL})(?P<of>个?(?:{_OF_GOODS_OR_TIME}))?")
_RANKED = re.compile(f"[{_RANK}]")
_OF_MONEY = re.compile(
    "付|款|价|金额|定金|订金|预收|余额|账|费|利润|毛利|成本|额度|便宜|涨|降|优惠|让利"
    r"|(?<![a-z])(?:pay|paid|price|deposit|cost|discount|balance|prepay)"
)


def tells_amount(text: str) -> bool:
    """Whether these words may tell how much money: `先付五万`, `三成定金`, `５萬`; not `图纸要先确认`, `一周内回图`."""
    plain = folded(unicodedata.normalize("NFKC", text))[0].replace(" ", "") if text else ""
    spaced = unicodedata.normalize("NFKC", text).casefold()
    if any(char.isdigit() for char in plain) or _ALONE.search(plain) or _ALONE.search(spaced):
        return True
    if _ENGLISH.search(spaced):
        return True
    of_money = _OF_MONEY.search(plain) is not None
    return any(_is_amount(found, of_money) for found in _COUNTED.finditer(plain))


def _is_amount(number: re.Match[str], of_money: bool) -> bool:
    """A number in words that counts neither goods nor days: of a rank, or where money is spoken of; or a price of one."""
    if number["of"]:
        return _is_price_of_one(number["number"])
    return of_money or _RANKED.search(number["number"]) is not None


def _is_price_of_one(numeral: str) -> bool:
    """Before the name of goods: `五十八一` (台) is a price and one of them; `二十一` (台) are pieces."""
    return len(numeral) > 1 and numeral[-1] == "一" and numeral[-2] not in _RANK

"""What the parts of an order line look like, as far as it takes to cut them out.

A pattern only finds where a part begins and ends; what it means is for the reader of its kind, which may still ask or
refuse. The scanner takes the longest part at a place, and of equally long ones the first in `PARTS`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from domain.understanding import line_words, units
from domain.understanding.company_names import PLACES
from domain.understanding.line_day_patterns import DATES, DAY_OF, PAYING, WEAK_DATES, N
from domain.understanding.line_number_patterns import (
    ABOUT,
    ABOUT_AFTER,
    DIGIT,
    LONE,
    MONEY,
    NUMBER,
    NUMBER_AHEAD,
    RANGE,
)
from domain.understanding.line_part import Part
from domain.understanding.line_share_patterns import DISCOUNT, PERCENT, PERCENT_ALONE, TAX

_PLACE_LABEL = (
    r"(?:(?:收货|送货|交货|到货)(?:地址|地点|地)|地址|目的地|(?:直接)?(?:送货|发货|交货|运|寄|送|发|拉)(?:到|至|往|去))"
)
_PLACE = (
    r"(?:上门|来厂|到厂|工厂|客户)?自提|自己来拉",
    rf"(?:{_PLACE_LABEL} ?[:是为]? ?|(?:送|发|寄|运|拉|到)(?={PLACES}))(?P<place>[^\s；,;。!?、]+)",
)
_PHONE = (
    r"(?<![0-9a-z])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9a-z])",
    r"(?<![0-9a-z])0[0-9]{2,3}-[2-8][0-9]{6,7}(?![0-9a-z])|400-?[0-9]{3}-?[0-9]{4}(?![0-9a-z])",
)
_NOT_GOODS = (
    (
        rf"(?:已付款?|已打款?|已收款?|实付|定金|订金|预付款?|首付款?|首款|尾款|余款|质保金|押金|运费|快递费|物流费|安装费|模具费|开模费|加工费|税费|佣金|"
        rf"返点|优惠|便宜|减|抹零|让利|降|[\u4e00-\u9fff]{{1,2}}费) ?[:为是了付收]? ?{ABOUT}(?:{MONEY}|"
        rf"{NUMBER}(?! ?(?:%|个?点|成|折|个?百分点|[天日号月年周./-]|个月|{{units}}|[-~至到] ?[0-9.]+ ?%)))"
    ),
)
_CODE = r"[0-9a-z][0-9a-z._/#-]*"
_OF_DAY = "(?:上午|下午|中午|晚上|早上|早|晚|凌晨)"
_OTHER = (
    (
        rf"(?:分|第){N} ?[批次个单票车期](?:发货?|交货?|送货?)?|(?:质保|保修|有效期?|报价有效)[期为]? ?{N} ?(?:个?月|年|天)|"
        rf"{N} ?(?:年|个月)(?:质保|保修)"
    ),
    rf"{_OF_DAY} ?{N} ?[点时:](?:半|钟|[0-9]{{1,2}}分?|[零{DIGIT}十]{{1,3}}分)?(?:之前|前|左右)?",
    (
        rf"{N} ?[点时](?:半|钟|[0-9]{{1,2}}分?)?(?:之前|前|左右)?(?=到|交|送|发|来|$|\s)|"
        rf"[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?! ?[0-9]*[台套件])"
    ),
    (
        rf"(?:po|p\.o\.|(?:客户)?(?:采购)?(?:订单|合同|工单|运单|快递单|物流单|送货单|流水)) ?(?:编?号|"
        rf"no\.?)? ?[:#]? ?(?=[0-9a-z-]*[0-9]){_CODE}"
    ),
    (
        rf"(?:[图料批件税账帐卡编单]编?号码?|(?:物料|序列|订单|合同|项目|版本|身份证|发票|传真|邮编|qq|vx|wx|微信|"
        rf"wechat)(?:编?号码?)?|纳税人识别号|信用代码|开户行|邮箱) ?[:#是为]? ?(?=[0-9a-z@-]*[0-9]){_CODE}"
    ),
    r"[0-9]{8,}(?![0-9.,])",
    rf"(?:有效期?|质保期?|保修期?)(?:到|至|截止到?) ?(?:{DAY_OF})",
    rf"{N} ?[个种款样项](?:型号|产品|品种|规格|品|颜色|地方|地址|人|订单|单子|客户|老板)|一式{N}份",
    "不?[含包](?:运费?|邮费?|送货|安装费?|卸货)",
    "(?:发票|开票)抬头|多少钱|什么价格?|什么时候|怎么卖|啥价|报个价|几钱|多少",
    (
        rf"(?:损耗率?|备品|余量|公差|误差|良品率|良率|合格率|不良率|涨价?|涨幅|佣金|返点|回扣|质保金|利润|溢短装|增加|"
        rf"超交) ?[:为率按在±留]* ?{RANGE} ?(?:%|个?百分点|个点|点|‰)?|[±] ?{NUMBER} ?%?"
    ),
    rf"{RANGE} ?(?:%|个点|点) ?的?(?:损耗|备品|余量|质保金|返点|佣金|回扣|溢短装)",
    rf"(?:付款|打款|汇款|转账|下单|订单|合同|签订|签约|开票|制单|订货|对账)(?:日期|时间|日) ?[:为是]? ?(?:{DAY_OF})",
    (
        rf"(?:库存|现有|结存|还欠|欠|尚欠|剩余?|还剩|起订量?|最小起订量?|日产|月产|产能|每[天日月年]|每周|原来|原先|已[交发送]|"
        rf"已经[交发送]|减少?|减掉|扣掉|少[要发做]) ?[:为是]? ?{ABOUT}{NUMBER} ?(?:{{units}})?"
    ),
    r"(?:收货|联系|收件|接货|提货)人 ?[:是为]? ?[\u4e00-\u9fff]{1,4}(?=[\s,;；0-9:]|电话|手机|$)",
)
_TOTAL_LABEL = (
    "(?:(?<![\u4e00-\u9fff])总|总价款?|总额|总金额|总款|总货款|总计|合计|共计|总共|一共|共|全部|一口价|打包价?|货款|金额|"
    "价税合计|合计金额|订单金额)"
)
_ALL_OF_IT = "全部|总共|一共|总价|合计|共计|整单|全包"
_PRICE_LABEL = (
    "(?:(?P<taxed>不含税|未税|含税)|折后|成交|最终|现|出厂|采购|结算|实际|原|均|老|协议|统一)?的?(?:单价|价格|报价|售价|价钱|"
    "每台价|价|(?:unit )?price(?![a-z]))"
    "(?: ?(?P<taxed_after>不含税|未税|含税))?"
)
_LIKE_LAST = (
    (
        "(?:按照?|照|跟|同|用|还是)?(?:上一?次|上回|老|以前|之前|去年|上批|上单|原来)的?(?:单价|价格|价钱|价)(?:不变|算|走|来|"
        "执行)?(?![0-9:¥])"
    ),
    "(?:单价|价格|价钱|价)(?:还是|仍)?(?:照旧|照老|不变|同上|跟上次一样|和上次一样|同上次|按上次的?|照上次的?|按老价|一样)",
)
_EQUALS = r" ?(?:还?是|为|按|就|算|给|[:=])? ?"

_PRICE_WORDS = re.sub(r"\?P<[a-z_]+>", "?:", _PRICE_LABEL)
_COUNT_LABEL = "(?:数量|台数|件数|订量|订货量|采购量|需求量|qty(?![a-z]))"
_START = "(?:票到|货到|到货|到票|收到?票|收到?货|签收|开票|货票到|货到票到)"
_CREDIT = (
    (
        rf"(?:{_START}|验收|发货|出货|对账)(?:以后|之后|后)? ?(?P<days>{N}) ?(?P<months>天|日|个?月)(?:以?内|之内)?(?:付款|"
        rf"付清|结清|结款|结算|付|结)"
    ),
    rf"{_START}(?:以后|之后|后)? ?(?P<days2>{N}) ?(?P<months2>天|日|个?月)(?:以?内|之内)?(?![交发送])(?:账期|月结)?",
    rf"(?P<days3>{N}) ?(?P<months3>天|日|个月)(?:付款|付清|结款|结算|结账)",
    "(?:货到|到货|票到|货到票到|见票)(?:以后|之后|后)?(?:再)?付款?|(?:次月|隔月|当月|季度|滚动)结款?|货到付清",
)
SHARES_OF_TEN = "|".join(
    f"{digits[n]} ?[:/比]? ?{digits[10 - n]}" for digits in ("_123456789", "_一二三四五六七八九") for n in range(1, 10)
)
"""三七: what comes first and what comes later."""
_DEPOSIT = (
    rf"(?:先付|先打|先给|先收|首期|首期款)(?= ?(?:{PERCENT_ALONE}))"
    rf"|(?<![0-9.])(?:{SHARES_OF_TEN})开(?![票发增专普])"
)
IN_BOOK = {Part.CREDIT: "账期", Part.DEPOSIT: "定金"}
"""The word of the book that all of them come to."""

_BREAKS = r"[\n；;。!！、，,]+|\s+"


def _joined(*patterns: str) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _packing(unit: str) -> str:
    """How a pack is packed is no order of it: 每箱12台, 12台一箱, 12台/箱."""
    return (
        rf"(?:每|一|1)(?P<pack>{unit}) ?(?:装|是|有|=|:)? ?{NUMBER} ?(?!(?P=pack)){unit}(?! ?[0-9])"
        rf"|{NUMBER} ?(?P<held>{unit}) ?(?:(?:一|每|1) ?(?!(?P=held)){unit}(?! ?[0-9¥])|/ ?(?!(?P=held)|打){unit})"
    )


_NO_UNITS = {
    "批": "(?!号)", "件": "(?!号)",
    "包": "(?![邮运装税括含在])(?<! 包(?=[\u4e00-\u9fff]))",
    "对": "(?![不账方的吗])", "只": "(?![要做需有是能])",
    "张": "(?<! 张(?=[\u4e00-\u9fff]))",
    "方": "(?![案便面式法])(?<! 方(?=[\u4e00-\u9fff]))",
    "段": "(?<! 段(?=[\u4e00-\u9fff]))", "车": "(?![间])(?<! 车(?=[\u4e00-\u9fff]))",
}  # fmt: skip
"""Where a unit is none: 58包邮, 58 张三."""


def _whole(unit: str) -> str:
    """A unit in Latin letters is not cut out of a word; 台 may stand right before a code. Some are other words too."""
    return re.escape(unit) + ("(?![a-z0-9])" if unit.isascii() else _NO_UNITS.get(unit, ""))


@lru_cache(maxsize=64)
def parts(own_units: tuple[str, ...] = ()) -> tuple[tuple[Part, re.Pattern[str]], ...]:
    """The table, for products that are also counted in `own_units`."""
    names = sorted({*own_units, *units.NAMES} - {""}, key=lambda name: (-len(name), name))
    unit = f"(?:{'|'.join(map(_whole, names))})"
    per = rf"(?: ?[/每] ?一?{unit}|一{unit})"
    each = rf"(?:每|一){unit} ?"
    # 块 counts things and money: 58块 alone is money.
    counted = f"(?:{'|'.join(_whole(name) for name in names if name != '块')})"
    plain = rf"{RANGE}(?! ?(?:{unit}|%|个?点|折|成|[天月年周号日]|星期|礼拜|工作日))"
    labelled = rf"{_EQUALS}{ABOUT}(?!{LONE})(?:{MONEY}|{plain}){ABOUT_AFTER}(?:{per})?"
    # What is bought in another coin is still money; its reader refuses it.
    foreign = rf"(?:(?:[$€£]|usd|us|美元|美金) ?{NUMBER}|{NUMBER} ?(?:美元|美金|欧元|英镑|港币|日元|usd|刀))(?:{per})?"
    table = (
        (Part.BREAK, rf"(?=[ \n；;。!！、，,]){_BREAKS}"),
        (Part.FILLER, rf"[一这那][批些单次下点]|{line_words.SYMBOL}|{line_words.STAMP}"),
        (Part.PHONE, _joined(*_PHONE)),
        (Part.OTHER, _joined(*_OTHER, _packing(counted)).replace("{units}", counted)),
        (Part.OTHER_MONEY, _joined(*_NOT_GOODS).replace("{units}", counted)),
        (Part.OTHER, rf"(?:{DAY_OF}) ?{PAYING}"),
        (Part.CREDIT, _joined(*_CREDIT)),
        (Part.DEPOSIT, _DEPOSIT),
        (Part.DATE, _joined(*DATES)),
        (Part.TAX, TAX),
        (Part.DISCOUNT, DISCOUNT),
        (Part.PERCENT, PERCENT),
        (Part.LIKE_LAST, _joined(*_LIKE_LAST)),
        (
            Part.AMOUNT,
            rf"(?P<total>{_TOTAL_LABEL}|(?<=[0-9元块台套件个只条米箱])=){labelled}|(?P<price>{_PRICE_LABEL}|@|{each}){labelled}"
            rf"|{ABOUT}(?:{MONEY}){ABOUT_AFTER}(?P<per>{per})?|(?P<per2>{NUMBER}{per})|{foreign}"
            rf"|(?:{MONEY}|{plain})(?P<total_after>{_ALL_OF_IT})(?=[ \n；;。!！、，,)]|$)",
        ),
        (
            Part.QUANTITY,
            rf"{NUMBER}[米吨][1-9{DIGIT}](?![0-9.千{DIGIT}]| ?(?:{unit}|[个折点%号日天]))"
            rf"|{NUMBER_AHEAD}{ABOUT}{RANGE} ?{counted}(?<!打)半?(?:零?{NUMBER} ?{counted}半?)*{ABOUT_AFTER}"
            rf"|{NUMBER}(?: ?\+ ?{NUMBER})+ ?{counted}"
            rf"|{NUMBER_AHEAD}{ABOUT}{NUMBER} ?打(?!款|印|样|算|钱|个?{NUMBER} ?折|包|[了个对不折骨几过])"
            rf"|{_COUNT_LABEL}{_EQUALS}{plain}",
        ),
        (Part.QUANTITY, rf"[0-9]{{1,3}}(?:；[0-9]{{3}})+(?![0-9a-z.%])(?: ?{counted})?"),
        (Part.PLACE, _joined(*_PLACE)),
        (Part.FILLER, _joined(*line_words.FILLERS, _TOTAL_LABEL, _PRICE_WORDS)),
        (Part.BARE, rf"{NUMBER_AHEAD}{ABOUT}{RANGE}{ABOUT_AFTER}"),
    )
    return tuple((part, re.compile(pattern.replace("{units}", counted))) for part, pattern in table)


CHANGES = re.compile("|".join(f"(?P<{name}>{words})" for name, words in line_words.WORDS.items()))
_ANY_UNIT = "|".join(map(_whole, sorted(units.NAMES, key=lambda name: (-len(name), name))))
COUNTED = re.compile(rf" ?(?:{_ANY_UNIT})")
SO_MANY_TIMES = re.compile(rf"[*×x/-][0-9][0-9.,]*[万千百w]? ?(?:{_ANY_UNIT})")
"""X200*300台 is so many of a product."""
TIMES = re.compile(rf"[*×x][0-9]+(?![0-9a-z.*×])(?![ ,；]*{NUMBER} ?(?:{_ANY_UNIT}))")
"""X200*300 may be so many of a product, M6*20 another size of it."""
WEAK_DATE = re.compile(_joined(*WEAK_DATES))
ADDRESS_NUMBER = re.compile(
    r"(?<=[路街道弄巷里镇村乡组区园段座栋幢厦城])[0-9零一二三四五六七八九十百-]+(?:号|弄|栋|幢|室|楼|层|单元)?"
)
TITLE = re.compile(
    "[\u4e00-\u9fff](?:总经理|经理|总|工|姐|哥|老板|先生|女士|厂长|主任|小姐|师傅|老师|主管|部长|科长|采购)$"
)
CREDIT_DAYS = re.compile(rf" ?{N} ?(?:天|日|个?月)(?:付款|账期|结清|结)?")

"""What the parts of an order line look like, as far as it takes to cut them out.

A pattern only finds where a part begins and ends; what it means is for the reader of its kind, which may still ask or
refuse. The scanner takes the longest part at a place, and of equally long ones the first in `PARTS`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from domain.understanding import units


class Part(StrEnum):
    """What a cut-out part is."""

    BREAK = "break"  # between two things
    FILLER = "filler"  # says nothing about the order
    QUANTITY = "quantity"
    AMOUNT = "amount"  # money: a price or a total
    BARE = "bare"  # a number alone
    PERCENT = "percent"
    TAX = "tax"
    DISCOUNT = "discount"
    DATE = "date"
    TERMS = "terms"
    PLACE = "place"
    PHONE = "phone"
    OTHER_MONEY = "other_money"  # freight, a deposit in yuan: not the price of the goods
    OTHER = "other"  # understood to be none of these: two batches, the first lot


_DIGIT = "一二三四五六七八九两"
_CHINESE = f"[零{_DIGIT}十百千万亿半]"
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_RANK = r"(?:[十百千万亿]|[wk](?![a-z]))"
# Atomic, so that no part of a number is ever taken for the whole: 58一台 is 58 for one, 三百五 never 三百.
_WITH_DIGITS = (
    rf"{_ARABIC}(?:[来多余几]?{_RANK}+(?:[来多余把](?!{_DIGIT})|零?{_ARABIC}|零?[{_DIGIT}](?![{_DIGIT}])){{0,2}})*"
)
_IN_CHINESE = (
    rf"[好上数几]?[零{_DIGIT}十百千万亿几半]"
    rf"(?:[零{_DIGIT}十百千万亿几半]|[来多余](?=[{_DIGIT}十百千万亿]|[^分]))*"
    rf"(?:点[零{_DIGIT}]+[万亿]?|[wk](?![a-z]))?"
)
NUMBER = rf"(?>[-负]?(?:{_WITH_DIGITS}[来多余几]?|{_IN_CHINESE}))"
_ABOUT = "(?:大约|大概|差不多|将近|接近|至少|最少|最多|不少于|不超过|不到|超过|约|近|上下)?"
_ABOUT_AFTER = "(?:左右|上下|以上|以下|以内|之内|出头|不到|打底|起)?"
_RANGE = rf"{NUMBER}(?:\s*(?:-|~|至|到|或者?|、)\s*{NUMBER})?"
_YUAN = "(?:元|块钱|块|rmb|人民币|圆)"
_COINS = f"(?:(?:[0-9]{{1,2}}|零?{_CHINESE})(?:角|毛钱|毛)?(?:(?:[0-9]|{_CHINESE})(?:分钱|分)?)?)?"
_MONEY = (
    rf"(?:[¥￥]|rmb|人民币)\s*{NUMBER}(?:\s*{_YUAN}整?)?"
    rf"|{NUMBER}\s*(?:{_YUAN}{_COINS}整?|(?:角|毛钱|毛)(?:{_CHINESE}|[0-9])?(?:分钱|分)?|分钱|[-~]\s*{NUMBER}\s*{_YUAN})"
)
_DAY_WORD = "(?:周|星期|礼拜)"
_N = f"(?:[0-9]{{1,4}}|[零{_DIGIT}十]{{1,5}})"
_WHICH = "(?:下下个?|上上个?|下个?|上个?|这个?|本)"
_UNTIL = r"(?:之前|以前|以内|之内|前|内|左右|上下|上午|下午|中午|晚上|早上|当天|那天)"
_BESIDE = rf"(?:\s?[(（]?\s?{_DAY_WORD}[1-6一二三四五六日天]\s?[)）]?)?"
_FESTIVAL = "(?:春节|元旦|国庆|中秋|端午|五一|十一|清明|劳动节|国庆节|元宵)"

_DATES = (
    rf"(?:[0-9]{{4}}|[0-9]{{2}}|[零一二三四五六七八九]{{4}})\s?[-/.年]\s?{_N}\s?[-/.月]\s?[0-9{_DIGIT}十]{{1,3}}(?:\s?[日号])?(?![0-9.]){_BESIDE}{_UNTIL}?",
    r"20[0-9]{2}[01][0-9][0-3][0-9](?![0-9])",
    rf"(?:[今明后]年)?{_N}\s?月份?\s?(?:[0-9{_DIGIT}十]{{1,3}}(?:\s?[日号])?(?:\s?[-~至到]\s?{_N}\s?[日号])?(?![0-9])|底|末|初|中|[上中下]旬){_BESIDE}{_UNTIL}?",
    rf"[0-9]{{1,2}}[./-][0-9]{{1,2}}\s?[日号]{_BESIDE}{_UNTIL}?",
    rf"{_WHICH}月(?:{_N}\s?[日号]?|底|末|初|中|[上中下]旬)?{_BESIDE}{_UNTIL}?",
    rf"[月年][底末](?:之?前)?|年[前内]|年后|节[前后]|过年(?:前|后)|月内|周内|{_FESTIVAL}(?:节)?(?:之?前|之?后|以前|以后)",
    rf"(?:{_FESTIVAL}|节|年)(?:假期)?后?(?:的)?第[一1二2三3]个(?:工作日|上班日)|(?:{_FESTIVAL}|节)后(?:上班)?第一天",
    rf"{_WHICH}?{_DAY_WORD}[1-6一二三四五六日天末](?![0-9]){_UNTIL}?",
    rf"{_WHICH}{_DAY_WORD}(?:内|之内|初|中|底)?",
    rf"周末{_UNTIL}?",
    rf"(?:今|明|后|大后|昨|前|大前)[天日](?:或者?[后天]{{2}})?{_UNTIL}?|明后[天日]|[今明]晚",
    rf"(?:再?过)?(?:半个月|{_N}\s?个?\s?(?:工作日|自然日|天|日|周|星期|礼拜|月)|[几数]\s?[天日周]|{_N}[来多余几][天日])(?:以内|之内|内|以后|之后|后)",
    rf"(?:再过)(?:半个月|{_N}\s?个?\s?(?:工作日|天|日|周|星期|礼拜|月))",
    rf"(?:收到)?(?:定金|订金|预付款|首款|货款|全款|款项|款|钱)?(?:到账|到|付清|收到|[收付打]款)(?:以后|之后|后|起)?\s?第?{_N}\s?个?(?:工作日|自然日|天|日|周|星期|礼拜)(?:以内|之内|内|后)?",
    "尽快|尽早|越快越好|马上要?|立刻|随时|不急|交期待定|待定|再定|最快|抓紧|加急",
)
_WEAK_DATES = (
    rf"{_N}\s?[日号](?![楼库门线机仓车位厂房院桥井炉柜]){_BESIDE}{_UNTIL}?",
    rf"{_N}\s?[-~至到]\s?{_N}\s?[日号]",
)
"""These are dates only where a word begins: 富元路18号 is an address."""

_TAX = (
    rf"(?:价税合计)?(?:不?含|未含?|带)\s?(?:{_RANGE}\s?(?:%|个?点|个百分点)?)?\s?的?(?:增值)?税价?\s?(?:{NUMBER}\s?(?:%|个?百分点|个点|点))?(?:的?(?:专票|普票|增票|发票|票))?",
    rf"税率?点?[:为是]?\s?{NUMBER}\s?(?:%|个?百分点|个点|点)?",
    rf"(?:开|带|含|要|加)?\s?{NUMBER}\s?(?:%|个?百分点|个点|点)\s?的?(?:增值税|税|专用发票|专票|普票|增票|发票|票)",
    "(?:开|要)?(?:增值税)?(?:专用发票|普通发票|专票|普票|增票)|不开票|不要票|不带票",
)
_PERCENT = (
    rf"{_RANGE}\s?(?:%|个?百分点|个点|点(?![0-9]))|百分之{NUMBER}|{NUMBER}成(?:半|[0-9{_DIGIT}])?(?!套|品|本|功|交|色|都)|一半|对半",
)
_DISCOUNT = (
    rf"(?:打|按|给|算)?(?:个)?{NUMBER}\s?折|(?:优惠|下浮|降价?|便宜|让利)\s?{NUMBER}\s?(?:%|个?点)|对折|半价|打个?折|有折扣|优惠点|便宜点",
)
_PLACE_LABEL = (
    r"(?:(?:收货|送货|交货|到货)(?:地址|地点|地)|地址|目的地|(?:直接)?(?:送货|发货|交货|运|寄|送|发|拉)(?:到|至|往|去))"
)
_PLACE = (
    r"(?:上门|来厂|到厂|工厂|客户)?自提|自己来拉",
    rf"{_PLACE_LABEL}\s?[:是为]?\s?(?P<place>[^\s；,;。!?、]+)",
)
_PHONE = (
    r"(?<![0-9a-z])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9a-z])",
    r"(?<![0-9a-z])0[0-9]{2,3}-[2-8][0-9]{6,7}(?![0-9a-z])|400-?[0-9]{3}-?[0-9]{4}(?![0-9a-z])",
)
_NOT_GOODS = (
    rf"(?:定金|订金|预付款?|首付款?|首款|尾款|余款|质保金|押金|运费|快递费|物流费|安装费|模具费|开模费|加工费|税费|佣金|返点|优惠|便宜|减|抹零|让利|降)\s?[:为是了付收]?\s?{_ABOUT}(?:{_MONEY}|{NUMBER}(?!\s?(?:%|个?点|成|折|个?百分点|[天日号月年周./-]|个月|{{units}})))",
)
_OTHER = (
    rf"(?:分|第){_N}\s?[批次个单票车]|(?:质保|保修|账期|有效期?)[期]?\s?{_N}\s?(?:个?月|年|天)|{_N}\s?(?:年|个月)(?:质保|保修)",
    rf"{_N}\s?[点时](?:半|钟|[0-9]{{1,2}}分?)?(?:之前|前|左右)?(?=到|交|送|发|来|$|\s)|[0-9]{{1,2}}:[0-9]{{2}}",
)
_TOTAL_LABEL = (
    "(?:总价|总额|总金额|总款|总货款|总计|合计|共计|总共|一共|全部|一口价|打包价?|货款|金额|价税合计|合计金额|订单金额)"
)
_PRICE_LABEL = "(?:含税|不含税|未税|折后|成交|最终|出厂|采购|结算|实际)?(?:单价|价格|报价|售价|价钱|每台价|价)"
_EQUALS = r"\s?(?:还?是|为|按|就|算|给|[:=])?\s?"

PRICE, TOTAL = "price", "total"

_FILLERS = (
    "您好|你好|在吗|在不在|早上好|上午好|下午好|晚上好|早安|各位|大家好|亲|老板|麻烦你?们?|辛苦了?|谢谢您?|多谢|感谢|拜托|请问?|收到|好的|好嘞|行|ok|嗯+|哦|哈+|哎|喂|呵+",
    "帮我?们?|帮忙|给我们?|跟我们?|替|安排一?下?|处理一?下?|落实一?下?|确认一?下?|看一?下|问一?下|报一?下|下一?下|录一?下|登记一?下|记一?下|来一?下|一下|尽量|还是|可以|能不能|是否|吗|呢",
    "我们|咱们|我司|贵司|我方|你们|他们|人家|对方|客户那边|客户|那边|这边|公司|厂里|这个|那个|这批|那批|这次|本次|上次|一批|一些|一单|一次|一点|些",
    "需要|需|想要|想|要求|要|再要|还要|订购|订货|定购|采购|购买|买|订单|下单|下个单|下一?单|新单|报单|报新单|开单|开个单|做单|单子|单|再来|再加|再|来|加上|加|拿|另外|另|还有|以及|其中|和|跟|与|及|并|外加|以上|如下|下列|分别|各",
    "数量|产品|型号|规格|品名|货号|货|名称|客户名称|客户|备注|付款方式|付款条件|付款|结算方式|结算|条款|方式|交货期|交期|货期|交货时间|交货日期|交付时间|要货时间|到货时间|到货|交货|发货|出货|送货|交付|最晚|最迟|必须|务必|希望|争取|之前|左右|送到?|发|交|到",
    "的|了|下|吧|啊|呀|哈|哦|嘛|呗|哟|是|为|有|都|就|那|这|把|给|对|在|从|用|按|以|于|先|也|又|只|个|共|给到|谢|老|仍|已|已经|打算|准备|大概|今天下|[:=@/×*+~()（）【】\\[\\]{}<>《》\"'“”‘’#&|_—–…·.-]",
)
_BREAKS = r"[\n；;。!?！？、，,]+|\s+"


def _joined(*patterns: str) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _whole(unit: str) -> str:
    """A unit in Latin letters is not cut out of a word; 台 may stand right before a code."""
    return re.escape(unit) + ("(?![a-z])" if unit.isascii() else "")


@lru_cache(maxsize=64)
def parts(own_units: tuple[str, ...] = ()) -> tuple[tuple[Part, re.Pattern[str]], ...]:
    """The table, for products that are also counted in `own_units`."""
    names = sorted({*own_units, *units.NAMES} - {""}, key=lambda name: (-len(name), name))
    unit = f"(?:{'|'.join(map(_whole, names))})"
    per = rf"(?:\s?[/每]\s?一?{unit}|一{unit})"
    each = rf"(?:每|一){unit}\s?"
    # 块 counts things and money: 58块 alone is money.
    counted = f"(?:{'|'.join(_whole(name) for name in names if name != '块')})"
    plain = rf"{_RANGE}(?!\s?(?:{unit}|%|个?点|折|成|[天月年周号日]|星期|礼拜|工作日))"
    labelled = rf"{_EQUALS}{_ABOUT}(?:{_MONEY}|{plain}){_ABOUT_AFTER}(?:{per})?"
    # What is bought in another coin is still money; its reader refuses it.
    foreign = rf"(?:[$€£]|usd|us|美元|美金)\s?{NUMBER}|{NUMBER}\s?(?:美元|美金|欧元|英镑|港币|日元|usd|刀)"
    table = (
        (Part.BREAK, _BREAKS),
        (Part.FILLER, "[一这那][批些单次下点]"),
        (Part.PHONE, _joined(*_PHONE)),
        (Part.OTHER, _joined(*_OTHER)),
        (Part.OTHER_MONEY, _joined(*_NOT_GOODS).replace("{units}", counted)),
        (Part.DATE, _joined(*_DATES)),
        (Part.TAX, _joined(*_TAX)),
        (Part.DISCOUNT, _joined(*_DISCOUNT)),
        (Part.PERCENT, _joined(*_PERCENT)),
        (
            Part.AMOUNT,
            rf"(?P<total>{_TOTAL_LABEL}){labelled}|(?P<price>{_PRICE_LABEL}|@|{each}){labelled}"
            rf"|{_ABOUT}(?:{_MONEY}){_ABOUT_AFTER}(?P<per>{per})?|(?P<per2>{NUMBER}{per})|{foreign}",
        ),
        (
            Part.QUANTITY,
            rf"{_ABOUT}{_RANGE}\s?{counted}半?(?:零?{NUMBER}\s?{counted}半?)*{_ABOUT_AFTER}",
        ),
        (Part.PLACE, _joined(*_PLACE)),
        (Part.FILLER, _joined(*_FILLERS, _TOTAL_LABEL, _PRICE_LABEL)),
        (Part.BARE, rf"{_ABOUT}{_RANGE}{_ABOUT_AFTER}"),
    )
    return tuple((part, re.compile(pattern)) for part, pattern in table)


WEAK_DATE = re.compile(_joined(*_WEAK_DATES))
ADDRESS_NUMBER = re.compile(
    r"(?<=[路街道弄巷里镇村乡组区园段座栋幢厦城])[0-9零一二三四五六七八九十百-]+(?:号|弄|栋|幢|室|楼|层|单元)?"
)
TITLE = re.compile(
    "[\u4e00-\u9fff](?:总经理|经理|总|工|姐|哥|老板|先生|女士|厂长|主任|小姐|师傅|老师|主管|部长|科长|采购)$"
)
CREDIT_DAYS = re.compile(rf"\s?{_N}\s?(?:天|日|个?月)(?:付款|账期|结清|结)?")

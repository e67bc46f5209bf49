"""The words of a change of an order: what is changed, in which direction, and what makes it no change at all."""

from __future__ import annotations

import re
from enum import StrEnum

from domain.understanding import units
from domain.understanding.change_result import How, Meant
from domain.understanding.company_names import PLACES
from domain.understanding.line_number_patterns import NUMBER


class Role(StrEnum):
    """What a word of a change does in its clause."""

    LABEL = "label"  # names a field of the order
    FIELD = "field"  # names something that is not read here
    SET = "set"  # what follows is the new value
    MORE_TO = "more_to"
    MORE = "more"
    LESS_TO = "less_to"
    LESS = "less"
    LATER_TO = "later_to"
    LATER = "later"
    SOONER_TO = "sooner_to"
    SOONER = "sooner"
    END = "end"  # nothing more of what is named
    CANCEL = "cancel"
    HOLD = "hold"
    NOT = "not"
    SAME = "same"  # stays as it is
    DOUBT = "doubt"
    EVERY = "every"
    FILLER = "filler"


HOW: dict[Role, How] = {
    Role.MORE: How.MORE, Role.LESS: How.LESS, Role.LATER: How.LATER, Role.SOONER: How.SOONER,
}  # fmt: skip
TO = frozenset({Role.SET, Role.MORE_TO, Role.LESS_TO, Role.LATER_TO, Role.SOONER_TO})
"""A value in front of these is the old one."""
VERBS = TO | HOW.keys()
SHIFTING = frozenset({Role.LATER, Role.SOONER, Role.LATER_TO, Role.SOONER_TO})
LOOSE = frozenset({"改", "调整", "修改", "变更", "调", "改下", "改一下"})
"""Verbs behind which a product is what is changed, not what it becomes: 改X200 500台."""

_UNIT = "|".join(sorted(map(re.escape, units.NAMES), key=lambda name: (-len(name), name)))
_NUMBER_NEXT = rf"(?= ?(?:个|约|大概|大约|差不多)? ?(?:[¥￥]|{NUMBER}))"
_THE_ORDER = "(?:(?:这|该|整|那|此|全)(?:一)?[个张笔]?(?:订单|单子|单)|订单|单子)"
_GONE = "(?:取消|不要|不做|不订|不用做|作废|撤销|撤|退|算|删)"

LABELS: dict[Meant, str] = {
    Meant.QUANTITY: "(?:订货|订单|采购)?数量|台数|件数|订量|qty(?![a-z])",
    Meant.PRICE: rf"(?:含税|不含税|未税)?(?:单价|价格|报价|售价|价钱|价)|每(?:{_UNIT})(?=[涨降加减改便优])",
    Meant.DAY: (
        "(?:要求|承诺|客户)?(?:交货期|交期|货期)|(?:交货|交付|到货|发货|出货|要货|送货|寄出)(?:日期|时间|日)|要求寄出日|要到库日|日期|时间"
    ),
    Meant.TERMS: "付款方式|付款条件|结算方式|支付方式|订单类型|账期",
    Meant.PLACE: "(?:收货|送货|交货|到货|发货|收件|收样|寄送?)?地址|(?:收货|送货|交货)地点?|目的地",
    Meant.RECEIVER: "收货联系人|收货人|收件人|收样人|接货人|提货人|联[系繫]人",
    Meant.PHONE: "(?:收货人?|联[系繫]人?|收件人?)的?(?:电话|手机)号?码?|电话号?码?|手机号?码?|联[系繫]方式|tel(?![a-z])",
    Meant.CARRIER: "物流公司|物流|快递公司|快递|货运公司|货运|承运商|承运|运输方式|发货方式",
    Meant.CUSTOMER_PO: "(?:客户)?po ?(?:编?号|no\\.?)?(?![a-z])|客户(?:采购)?(?:订单|单)编?号|采购(?:订单|单)编?号",
}
FREE = frozenset({Meant.PLACE, Meant.RECEIVER, Meant.CARRIER, Meant.CUSTOMER_PO})
"""What is told in words of any kind."""

CARRIERS = (
    "德邦|顺丰|中通|圆通|申通|韵达|京东|跨越|安能|极兔|邮政|百世|壹米滴答|ems|dhl|ups|fedex"
    "|空运|海运|陆运|铁路|专线|零担|整车"
)
_MOVING = r"(?:改|换|改成|换成)?(?:走|发|用)"

WORDS: tuple[tuple[Role, str], ...] = (
    (
        Role.FIELD,
        "运费|快递费|物流费|安装费|发票(?:类型|抬头)?|开票|税率|税点|(?:预计)?付款日期?|总价款?|总额|总金额|合计|金额|货款|包装要求|包装|"
        "技术要求|备注|颜色|规格|型号|图号|版本|质保期?|抬头|币种|定金比例|定金|尾款|订单号|单号|客户名称?(?=[改换变])|客户(?=[改换变])|业务员|跟单",
    ),
    (
        Role.SET,
        "改[成为到做至]|更?改|改一?下|变更[为成到]?|变[成为]|调整[为成到至]?|调[到成至为]?|换[成为到]|换|更改[为成到]?|更正[为成]?|更新[为成]?|"
        "修改[为成到]?|定[为在到]|应该是|应为|应当是|写成|是(?![不否])|(?<!因)为(?![什何])|→|➔|➜|-+>|=+>",
    ),
    (Role.MORE_TO, "(?:再|多)?(?:增加|加价?|增|涨价?|提价|提高|提升|升|上调|追加|补)[到至成为]"),
    (
        Role.MORE,
        f"再?(?:增加|追加|提高|上调)(?:了)?{_NUMBER_NEXT}|再多?(?:[加要来订补下做]|增加|追加)?{_NUMBER_NEXT}"
        f"|多[加要来订做下发]?{_NUMBER_NEXT}|(?:另外)?加[上订]?{_NUMBER_NEXT}|(?:增|补|涨价?|提价|加价){_NUMBER_NEXT}",
    ),
    (Role.LESS_TO, "(?:减少?|降价?|降低|下调|砍|缩减?|优惠|便宜|让|少)[到至成为]"),
    (
        Role.LESS,
        f"(?:减[少掉去]?|少[要做发订]?|降价?|降低|下调|便宜|优惠|让利?|砍掉?|去掉|扣掉|扣除|缩减|退掉){_NUMBER_NEXT}",
    ),
    (
        Role.LATER_TO,
        "(?:往后|向后)?(?:推迟|推后|延迟|延后|延期|延长|顺延|拖后|后推|拖|推|延|晚)(?:交货?|发货?|到货)?[到至]",
    ),
    (
        Role.LATER,
        f"(?:往后|向后)?(?:推迟|推后|延迟|延后|延期|延长|顺延|拖后|后推|推|拖|延|晚)(?:交货?|发货?|到货)?(?:个(?=[^月])|了)?{_NUMBER_NEXT}"
        "|推迟|推后|延迟|延后|延期|顺延|往后推",
    ),
    (Role.SOONER_TO, "(?:往前)?(?:提前|提早|提|赶)(?:交货?|发货?|到货)?[到至]"),
    (Role.SOONER, f"(?:往前)?(?:提前|提早|提|早)(?:交货?|发货?|到货)?{_NUMBER_NEXT}|提前|提早"),
    (
        Role.CANCEL,
        f"(?:取消|撤销|撤掉|作废|退掉){_THE_ORDER}了?|{_THE_ORDER}(?:都|就|先|全部|全|客户|我们)*{_GONE}(?:掉|了)*"
        f"|(?:全部?|都|整单)(?:都)?{_GONE}(?:掉|了)+|全部取消|整单取消|撤单了?|退单了?|不做了|(?:这|那)[个张]不做了",
    ),
    (
        Role.END,
        "(?:都|就)?(?:不要了|不用了|不需要了|不订了|不下了|不买了|取消掉?了?|作废了?|删掉了?|删除|去掉了?|砍掉了?|拿掉了?|撤掉了?|撤了|退掉了?|"
        "算了|结束|停做了?)",
    ),
    (
        Role.HOLD,
        "(?:(?:生产|采购|车间|发货|排产|备料|供货)(?:都|也|部)?)?(?:先?暂停(?:一下|生产|发货|执行|排产|采购|下)?|先停(?:一下|一停|下来|下|掉|产|止)?|停一下|停一停|叫停|先放一?放|先放一下|先缓一?缓|缓一缓|"
        "缓一下|先?暂缓(?:执行|生产|发货)?|暂时停(?:一下|下来|下)?|先(?:别|不要|不用|不)(?:做|生产|发货|发|排产|排|动|下料|投料|买料|备料|采购)了?|"
        "先?挂起(?:来)?|先挂着)",
    ),
    (
        Role.SAME,
        "(?:其它|其他|别的|其余|数量|单价|价格|交期|地址|货期|全|都|均|仍|还是|保持|也)*"
        "(?:不变|不动|不用改|不改|没变|照旧|照原来的?|照原单|按原来的?|按原单|一样)(?:了|做)?",
    ),
    (Role.NOT, "不要|不用|不需要|不必|不能|不可以|不得|无需|暂不|先别|先不|别再|千万别|别|没有|没|不"),
    (
        Role.DOUBT,
        "能不能|可不可以|能否|可否|是否|是不是|要不要|有没有可能|行不行|可以吗|行吗|好吗|吗|呢|[?]|如果|要是|假如|假设|倘若|万一|的话|可能|也许|估计|"
        "说不定|大概率|打算|考虑|想问|问一?下|问问|或者|还是|要么|要不|不确定|待定|再说|商量|建议|最好|不知道|不一定|未必|上次|上回|之前说|怎么样|"
        "[多为]什么|多少|几[台套个件天]|怎么|为何|谁|哪",
    ),
    (
        Role.EVERY,
        "每样|每种|每款|每个产品|每个型号|每行|各自?|分别|都(?=[改加减涨降增提调换])|全部(?=[改加减涨降增提调换])|所有",
    ),
    (
        Role.FILLER,
        "原来的?|原先的?|原定的?|原本的?|现在的?|目前的?|从|由|把|将|客户(?:那边)?(?:说|讲|要求|通知|来电|来消息|想|要|希望|临时|又|刚才?)+|"
        "(?:之前|以前)的?(?!说)|因为?[^，,；;。\n]{0,12}(?:原因|关系)|变更[:：]|改单[:：]?|要改一?下|这[一]?[张个]?单子?|这个订单|订单|直接|全部|"
        "一共|总共|合计|统一|最终|最后|交货|到货|发货|交付|送货|出货|要货|交|一下|说|讲|同意了?|确认了?|已经|已|让我|的|吧|了|啊|哈|哦|给|请|麻烦|帮忙|需要?|要|想|就|再|又|也|先|那|[:：=]",
    ),
)


def _compiled() -> tuple[tuple[Role, Meant | None, re.Pattern[str]], ...]:
    labels = [(Role.LABEL, meant, re.compile(pattern)) for meant, pattern in LABELS.items()]
    moving = (Role.LABEL, Meant.CARRIER, re.compile(rf"{_MOVING}(?={CARRIERS})"))
    return (*labels, moving, *((role, None, re.compile(p)) for role, p in WORDS))


TABLE = _compiled()
BEFORE_GOODS = re.compile("(?P<more>(?:另外|再)?(?:增加|追加|加上|加|要|来|补)个?)|(?P<less>减[少掉去]?|少[要做发订]?)")
"""These need a number or a product behind them: 加X300, never 加急."""
SPAN = re.compile(
    rf"(?P<n>{NUMBER}) ?个?(?P<unit>工作[日天]|自然[日天]|天|日|周|星期|礼拜|月)(?P<half>半)?"
    "(?![零一二三四五六七八九0-9])|(?P<part>半个?月|半天)"
)
SHORT_DATE = re.compile("(?:1[0-2]|0?[1-9])(?P<mark>[./-])(?:3[01]|[12][0-9]|0?[1-9])(?![0-9.])")
HARD = re.compile("[\n；;。!！、，,]")
STOP = re.compile("[\n。!！]")
"""Up to here a question is about everything."""
ORDINAL = re.compile("第 ?(?P<n>[一二三四五六七八九]|[1-9])(?:行|项|个|款|条|种|样)(?:产品|货|型号)?")
PLACE_AHEAD = re.compile(rf"{PLACES}|自提")

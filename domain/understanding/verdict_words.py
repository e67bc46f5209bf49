"""The words by which people judge a card in reply: closed lists, in Simplified writing and lower case.

Longer words stand before the shorter ones that begin them. `verdict` reads by them.
"""

from __future__ import annotations

import re


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What one says of oneself before a verdict; anybody else's name there makes it a report of what another said.
MYSELF = "(?:好的|嗯+|没问题|没意见|已阅)?(?:我们?(?:这边|这里|个人|方)?也?|本人|i )?"
APPROVE_FIRMLY = "(?:完全|当然)?"
REJECT_FIRMLY = "(?:完全|坚决|明确|绝对|直接)?"

APPROVE = (
    *(
        "同意放行",
        "审核通过",
        "审批通过",
        "评审通过",
        "准予通过",
        "准予放行",
        "予以通过",
        "予以批准",
        "予以放行",
        "同意",
        "通过",
        "批准",
        "核准",
        "赞成",
        "赞同",
        "放行",
    ),
    *("approved", "approve", "agreed", "agree", "okay", "ok", "yes"),
)
# What may follow these without a mark between is a reason: 不同意这个价, 驳回价格太低.
REJECT_OPEN = ("不同意", "驳回", "拒绝")
REJECT = (
    *("审核不通过", "审批不通过", "评审不通过", "不予同意", "不予通过", "不予批准", "不能同意", "不能通过", "不能批准"),
    *("不批准", "不核准", "不赞成", "不赞同", "不通过", "不放行", "不批", "反对", "否决"),
    *("not approved", "disapproved", "disapprove", "disagree", "rejected", "reject", "declined", "decline", "denied"),
    "no",
)
SEND_BACK = ("退回去", "打回去", "退回", "打回", "send it back", "send back")
# Words that acknowledge as often as they decide.
WEAK = frozenset({"ok", "okay", "yes"})

APPROVE_TAIL = re.compile(
    r"[了啦哈哦呀啊喔咯哟喽嘞噢的]?|同意|通过|批准|ok"
    r"|(?:(?:此|该|这张?|本)订?单)?(?:发货|出货|下单|放行|承接|执行|办理|下达|投产|排产|生产|采购|签字)?"
)
REJECT_TAIL = re.compile(r"[了啦哈哦呀啊喔咯哟吧]?|(?:原因|理由)(?:是|如下)?|此单|该单|这单|本单")
SEND_BACK_TAIL = re.compile(
    r"(?:[了啦哈哦呀啊吧]?|给?(?:销售|客服|财务|技术|生产|采购|仓库|申请人|发起人|上一[步级]|上级)"
    r"(?:修改|补|重|完善)?.*|(?:修改|补|重|完善).*)"
)

SENT_BACK_FOR = re.compile(
    r"(?:给?(?:销售|客服|财务|技术|生产|采购|仓库|申请人|发起人|上一[步级]|上级))?(?:修改|补充|完善|重[报提做填])?[了吧]?"
)

# What turns a verdict's word into another word, a report, a supposition or a joke: 同意书, 同意后, 同意个鬼, 驳回率.
NOT_MEANT_APPROVING = re.compile(
    r"[书人函率者下/或与否]|不(?!过|超)|没|得|你|一下|个[鬼屁]|就|还是|or\b|才|之|以后|以前|后|前(?!提)|的.|了[^但不]"
)
NOT_MEANT_REJECTING = re.compile(r"[书人函率者单件/或与否见]|不|没|得|就|还是|or\b|才|之|以后|后|前|的|过")
# Spoken by people who mean the opposite; the card's buttons are shown.
NOT_QUITE_REJECTING = re.compile(r"才怪|不行|也行|也可以|了.|呢")

# 同意，但…: asked as a condition. Not only the words of the list, but what limits as they do.
CONDITION = re.compile(
    r"但|不过|前提|条件|必须|需|要|先|除非|只|不超过|暂|如果|假如|若|的话|仅|限|至少|最[多少低高]|[低高]于|等|待|再"
    r"|后(?!续)|之前|以前|改到|改成|改为|款到|为准"
    r"|(?<![a-z])(?:but|however|if|only|unless|as long as|so long as|once|assuming|pending|after|before|when|until"
    r"|provided|subject|with|max|must|need|first|deposit|condition)(?![a-z])"
)
AMOUNT_OR_DAY = re.compile(
    r"[0-9%‰¥$]|百分之|一半|[一二两三四五六七八九十百千万半几]+个?(?:天|日|号|月|周|元|块|万|千|百|台|件|套|箱|折|成|批|次|吨|米|年|季)"
    r"|[今明后]天|[今明]日|[本下这]周|周[一二三四五六日天末]|星期|礼拜|月[底初中末]|年[前底后]|节[前后]|即日|当天|[上下]午|[今明]晚"
)
NEGATION = re.compile(r"[不没未别无非勿莫否免]|(?<![a-z])(?:no?|not|never|without|except|cannot)(?![a-z])|n't(?![a-z])")
# These deny nothing.
HARMLESS = re.compile(
    r"没有?问题|没毛病|没有?意见|非常|未来|特别|级别|分别|无异议|无意见|无误|不客气|不错"
    r"|no problem|no objections?|no issues?|no worries"
)
QUALIFIED = re.compile(
    r"(?:原则上?|基本上?|部分|暂时|暂且|暂|先|有条件|附条件|带条件)(?:的|地)?(?:同意|通过|批准|放行)"
)

AGREED_IN_PART = "(?:原则上?|基本上?|有条件|附条件|带条件)(?:的|地)?(?:同意|通过|批准|放行)"
# What stands between a consent and its condition, and says nothing itself.
BUT = "但是|但|不过(?!分)|只是|可是|惟|唯|前提条件是|前提是|前提|条件是|but(?![a-z])|however(?![a-z])|provided(?: that)?(?![a-z])"

MARK_OF_QUESTION = re.compile("[?¿]")
QUESTION = re.compile(
    "[?¿]|吗|嘛$|么$|(?:没有?|不|否)$|了吧$|什么|谁|为啥|啥|怎么|怎|哪|何时|几时|多少|是否|能否|可否|能不能"
    "|可不可以|要不要|同不同意|行不行|好不好|难道|岂|凭什么|居然|竟然|疑问"
)
# 没问题吧, 同意，对吧
QUESTION_TAG = re.compile("(?:是吧|对吧|没错吧|是吗|对吗|对不对|是不是|没问题吧|行不)$")

# After a verdict: that it was none, that it was another's, or that it was a joke.
TAKEN_BACK = re.compile(
    r"呵呵|才怪|怪了|想得美|做梦|骗你|逗你|开玩笑|撤回|撤销|说错|点错|打错|手误|发错|写错|看错|作废|算了|取消|个[鬼屁]|^等等|^等一?下|^等会"
    r"|哈哈|嘿嘿|笑死|随便|随你|开心就好|反正|亏|出事|自负|听.*的$|.同意|.批准"
    r"|说的|讲的|的意见|的意思|转述|转达|原话|^代|^替|^by\b"
)
SIGNED_BY_ANOTHER = re.compile(r"(?![老新大好]客户)\S{0,3}(?:总|经理|主任|老板|部长|总监|厂长|领导|客户)")
NOT_SO = re.compile(r"才怪|骗你|逗你|开玩笑|手误|^我?[说点打按发]错")
# What stands before somebody else's verdict, or before a supposed one.
REPORTED = re.compile(
    r"^[0-9a-z-]+$|[说讲]|问(?!题)|回复|转[告达述]|如果|假如|要是|只要|除非|若|[就才]$|said|says|say\b|if\b|unless"
)
OPINION = re.compile(r"(?:我的|审批|评审|审核|最终)?(?:意见|结论|结果)")

COURTESY = _listed(
    """
    谢谢 谢谢了 多谢 谢了 感谢 辛苦 辛苦了 辛苦大家 麻烦了 你好 您好 大家好 早 早上好 上午好 下午好 晚上好 抱歉
    不好意思 对不起 哦 噢 thanks thankyou hello hi sorry
    """
)
READ = re.compile(
    r"我?(?:已经?)?(?:收到|知道|了解|明白|看到|看过|看|阅过?|读|知悉|收悉|悉|阅知|晓得|清楚)[了啦哈哦啊]?(?:谢谢|收到)?"
    r"|(?:好的?|嗯+|哦)?(?:收到|知道了|明白了?|了解了?)(?:谢谢)?"
    r"|noted(?: with thanks)?|got it|received|roger(?: that)?|understood|\[(?:ok|强|赞|抱拳|合十)\]"
)
NOT_READ = frozenset({"看", "我看", "清楚", "读", "我知道", "我明白", "我了解", "我读", "知道", "晓得"})

LATER = re.compile(
    r"(?:先|再|请|我|让我|容我|那|就)*"
    r"(?:放放|放一放|等一?等|等一?下|等会儿?|稍等(?:一下)?|稍后|缓一?缓|暂缓|搁置|待会儿?|晚点|待定|待议|再议|再说|再看看|再想想|我想想"
    r"|考虑(?:一下|考虑)|研究(?:一下|研究)|商量(?:一下|商量)?|想一?想)"
    r"(?:再|回|答)*(?:看|说|议|定|复|覆|处理|回复)?[吧哈啊]?"
    r"|等我.{0,8}看看?.{0,6}|等.{1,10}再(?:说|议|定|看|批|签|审|决定)|等(?:通知|消息)"
    r"|(?:以后|回头|改天|明天|后天|下周.?|过[两几]天|晚点|稍后|有空)再?(?:说|议|看|定|回复|处理)[吧哈]?"
    r"|(?:先不|暂不|暂时不)(?:批准|批|同意|通过)|(?:先|暂时)?(?:别急|不急|不.急)|wait|hold on|later|not now|one moment"
)

# Said as often of the matter as of the card: asked once by button.
LEANING = re.compile(
    r"(?:嗯|哦|我觉得|我看|我|那就?|都|当然)?"
    r"(?:可以|没有?问题|没毛病|没有?意见|非常|未来|特别|级别|分别|无异议|无意见|必须的|支持|行|好|嗯+|恩+|成|中|妥|准|批|过|可)"
    r"(?:[的了啊呀哈吧滴哒嘞呢奏哼行好嗯恩]*|可以|的可以|发货|下单|做|安排|通过|同意|批|放行|就这样)"
)
LEANING_BUT = re.compile(r"(?:我看|我|嗯)?(?:可以|没有?问题|没意见|行|好|嗯)的?(?:但|不过|前提|除非)")
LEANING_EXACT = _listed(
    """
    不反对 我不反对 不支持 我不支持 有异议 有意见 我有意见 不行 不行啊 不可以 不可 不能 不好 不妥 不ok 不合适
    不太同意 不大同意 不是很同意 不会同意 无法同意 无法通过 没法同意 没法批 算了 算了吧 当然同意 同意吧 我同意吧
    同意呢 已同意 我已同意 已经同意 我已经同意 已批准 已通过 已批 已驳回 一致同意 建议同意 建议通过 建议批准
    建议驳回 拟同意 拟通过 倾向同意 可同意 勉强同意 先驳回 暂驳回 先退回 请退回 请退回修改 +1 1+ y n pass yep yeah
    sure fine lgtm nope ok吧 ok的 ok了 ok啦 ok哈 okok 0k okey 同义 同一 同以 统一 同亿 批淮 驳会 博回 拨回 搏回
    不同义 不统一 tongyi butongyi bohui √ × 通过吧 批准吧 放行吧 必须同意 特批同意 破例同意 好吧同意 那就同意
    那同意 同上 同楼上 附议 支持同意 okk yess
    """
) | {
    *("no problem", "no objection", "no objections", "no issue", "no issues", "no worries", "no way", "no thanks"),
    *("not ok", "tong yi", "bu tong yi", "don't approve", "i don't agree", "i don't approve", "don't agree"),
    *("i do not approve", "cannot approve", "can't approve", "won't approve", "i can't approve", "i won't approve"),
    *("do not approve", "do not agree", "not yet approved", "not agreed"),
}
NO_VERDICT = re.compile(r"no\.? ?[0-9#].*|no (?:comment|idea|one|body).*|.* or (?:no|not)")

PRAISING_SIGNS = frozenset("👌👍✅✔☑🤝🎉💯🆗")
READ_SIGNS = frozenset("👌👍🙏👏🫡💪")
ASKING_SIGNS = frozenset("✅✔✓❌👎🆗☑✖")
KIND_SIGNS = READ_SIGNS | frozenset("✅✔✓☑😊😄🌹❤🤝🎉💯🆗☺")
REFUSING_SIGNS = frozenset("❌👎✖🚫🙅")

"""What forms say: the questions' frame, and what is wrong with an answer."""

from __future__ import annotations

from domain.understanding import Why
from locales import L, T

BACK = L("表单", "上一步")
SAVE = L("表单", "存草稿")
CANCEL = L("表单", "取消")
SUBMIT = L("表单", "提交")
EDIT = L("表单", "改一项")
DONE_EDITING = L("表单", "不改了")
SKIP = L("表单", "不填")
MORE = L("表单", "换一批")
DAY_UNSETTLED = L("表单", "%(day)s，%(year)s 年调休未定")
PICK_DAY = L("表单", "选日期")
ENOUGH = L("表单", "够了")
ANOTHER = L("表单", "再加一个产品")
REMOVE = L("表单", "去掉这个")
NEW_CUSTOMER = L("表单", "新客户")
CONFIRM_CANCEL = L("表单", "确定不要了")
KEEP = L("表单", "接着填")
AFTER_PAYMENT = L("表单", "款到后 %(days)s 个工作日")

LIST_COMMA = L("表单", "、")
SUMMARY = L("表单", "核对一下")
WHICH_FIELD = T("改哪一项？")
SO_FAR = T("%(label)s：%(value)s")
DAYS = T("%(days)s 天")
FILES = T("%(paper)s %(files)s 份")
NO_FILES = T("%(paper)s，照片还没发，直接发给我就行")
FILES_ONLY = T("已收 %(files)s 份")
FILES_SO_FAR = T("照片和文件已收 %(files)s 份。")

SAVED = T("草稿存好了。以后在首页点“接着填”就能找到。")
SAVED_LACKS = T("还缺 %(what)s")
SAVED_COMPLETE = T("都填好了，只差提交。")
DISCARDED = T("这张不要了，没有提交。")
SUBMITTED = T("已提交。")
CLOSED = T("这张已经提交过了，没有再提交一次。")
MOVED_ON = T("刚才那下已经记了，看卡上现在的问题。")
OPEN_DRAFTS = T("没报完的 %(count)s 张，接着填哪张？")
NO_DRAFTS = T("没有没报完的草稿。")
DRAFT_NAMED = T("%(heading)s · %(day)s")
SURE_CANCEL = T("不要了？填好的内容会清掉。")
SAID = {
    "type_gone": T("原单的类型“%(type)s”现在的流程里没有了，请重新选。"),
    "product_ended": T("%(products)s 停用或换了单位，没带过来。"),
    "file": T("收到，算作下单依据，共 %(files)s 份。"),
    "file_other": T("收到，算作%(kind)s，共 %(files)s 份。"),
}

HEARD = T("记着：%(words)s")
WHICH = {
    "one": T("“%(text)s”有几个像的，是哪个？"),
    "reading": T("“%(text)s”按哪个算？点一个，或者再写个准数。"),
    "day": T("“%(text)s”是哪天？点一个，或者写日期。"),
}
LAST_PRICE = T("上次给这个客户 %(price)s（%(day)s）。")
PRICE_KEEP = T("还是 %(price)s")
QUANTITY_NOW = T("现在是 %(quantity)s。")
PRICE_LAST = T("上次 %(price)s")
PRICE_LIST = T("目录价 %(price)s")
PACKS = T("按包装写也行（%(packs)s）。")
PACK = T("1%(pack)s=%(factor)s%(unit)s")
WAS_DAY = T("原单 %(day)s。%(usual)s")
USUAL = T("常规 %(days)s 个工作日，最早 %(day)s。")

BAD = {
    "nobody": T("没找到“%(text)s”。换个写法试试，或点“新客户”。"),
    "no_product": T("没有叫“%(text)s”的产品。换个写法试试，或从下面选。"),
    "other_way": T("%(product)s 是%(supply)s，这类单只报%(only)s的产品。换一个，或从下面选。"),
    "pick_one": T("请点下面的按钮选一个。"),
    "press": T("这里点下面的按钮就行。"),
    "no_words": T("这里要写字，光有数字或符号不行。"),
    "too_little": T("最少 %(least)s。"),
    "too_much": T("最多 %(most)s。"),
    "not_from_payment": T("这类单不从到款那天算，请写日期。"),
    "price_wanted": T("这类单要写单价。"),
    "total_uneven": T("“%(text)s”除下来单价不是整分，请写单价。"),
    "discount_unclear": T("“%(text)s”没看懂打几折，请写单价。"),
    "discount_unlisted": T("这个产品没有目录价，“%(text)s”算不出来，请写单价。"),
    "price_changed": T("%(product)s 原单 %(was)s，目录价现在是 %(now)s，这次按哪个？"),
    "product_ended": T("%(products)s 停用或换了单位，去掉了。看一下还要不要报。"),
    "customer_gone": T("“%(name)s”停用了，或者现在不归你跟。请另选客户。"),
    "other_supply": T("%(text)s 不能这样报，去掉了。"),
    "not_text": T("这一步请写字或点按钮，刚才发的没算数。"),
    "too_many_words": T("太长了，最多 %(most)s 个字。"),
    "too_many_places": T("最多记 %(most)s 个地址，先去掉一个再加。"),
    "taken_name": T("“%(text)s”已经有了，换一个。"),
    "other_owner": T("“%(text)s”已经有同事在跟，问一下销售负责人。"),
    "no_contact": T("没看出是谁，请写称呼和电话，例如 周工 13912342210。"),
    "code_of": T("这个信用代码是 %(text)s 的，已经有了。"),
    "code_taken": T("这个信用代码的客户已经有同事在跟，问一下销售负责人。"),
    "not_billing": T("没看出开票资料，请带上名目整段贴，例如 名称：…… 税号：…… 开户行：……"),
    "not_pinyin": T("和名字对不上，一个字一个音，几种念法用逗号隔开。"),
    "not_packs": T("没看懂包装，照这样写：箱=12。"),
    "not_a_code": T("型号请用字母、数字和横线，最多 30 个字。"),
    Why.EMPTY: T("没看到内容，请再写一次。"),
    Why.TOO_LONG: T("太长了，没看懂。请只写这一项。"),
    Why.UNCLEAR: T("没看懂“%(text)s”，请换个写法。"),
    Why.ZERO: T("要大于 0。"),
    Why.NEGATIVE: T("不能是负数。"),
    Why.TOO_LARGE: T("这个数太大了，请检查一下。"),
    Why.TOO_FINE: T("小数位太多了，请少写几位。"),
    Why.FRACTION: T("不能有零头，请写整数。"),
    Why.ROUGH: T("“%(text)s”不够准，请写个准数。"),
    Why.RANGE: T("“%(text)s”是个范围，请写个准数。"),
    Why.READINGS: T("“%(text)s”有几种读法，请写清楚一点。"),
    Why.OTHER_UNIT: T("单位对不上，请按产品的单位写。"),
    Why.NO_CONVERSION: T("不知道“%(text)s”合多少，请按产品的单位写。"),
    Why.CURRENCY: T("这里只收人民币金额。"),
    Why.PAST: T("这天已经过了，请写今天或以后的日子。"),
    Why.TOO_FAR: T("这天太远了，请检查一下。"),
    Why.NO_SUCH_DAY: T("没有这一天，请再写一次。"),
    Why.WEEKDAY: T("“%(text)s”的日期和星期对不上，请再写一次。"),
    Why.NO_PHONE: T("没看到电话号码，请再写一次，例如 13912342210。"),
    Why.CODE_LENGTH: T("统一社会信用代码是 18 位，“%(text)s”多了或少了，请对着营业执照再写一次。"),
    Why.CODE_LETTERS: T("“%(text)s”里有信用代码不用的字母（I、O、S、V、Z），可能是数字 1、0、5、2，请再看一眼。"),
    Why.CODE_BEGINS: T("信用代码前 8 位都是数字，“%(text)s”不是，请再看一眼。"),
    Why.CODE_CHECK: T("“%(text)s”最后一位对不上，多半有一位写错了，请对着营业执照再写一次。"),
}

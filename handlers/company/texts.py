"""What is said where a company is set up and its customers and products are added."""

from __future__ import annotations

from locales import L, T

# ── invitations ────────────────────────────────────────────────────────────────────────────

INVITE_TITLE = L("邀请", "邀请同事")
NAME = L("邀请", "姓名")
ASK_NAME = T("请谁进来？写姓名，大家在卡片上看到的就是它。")
DEPARTMENT = L("邀请", "部门")
ASK_DEPARTMENT = T("在哪个部门？")
ROLE = L("邀请", "身份")
ASK_ROLE = T("是部门负责人吗？事情拖久了会报到负责人那里。")
ROLES = {"member": L("身份", "成员"), "manager": L("身份", "负责人")}
INVITE_MADE = T("邀请做好了，在下面那条里。")
INVITATION = T(
    "给 %(name)s 的邀请（%(department)s · %(role)s），点链接进公司的订单助手：\n%(link)s\n"
    "只能用一次，%(until)s前有效。谁先点谁进来，别发到群里。"
)
INVITATION_USED = T("给 %(name)s 的邀请已经用掉了。")
INVITATION_OVER = T("给 %(name)s 的邀请已经过期或作废。")
COPY_LINK = L("公司", "复制链接")
WITHDRAW = L("公司", "作废")
WITHDRAWN = T("给 %(name)s 的邀请作废了。")
INVITATION_DEAD = T("您好，这个邀请链接已经用过，或者过期了。\n请找公司管理员要一个新的邀请链接。")
ALREADY_IN = T("你已经在里面了，这个链接留给要请的那位同事。")
NEWCOMER = T("%(name)s 进来了：%(department)s · %(role)s。")
WITHOUT_INTERFACE = T("%(department)s还没有接口人。")
MAKE_INTERFACE = T("接口人：%(name)s")

# ── groups ─────────────────────────────────────────────────────────────────────────────────

CODE = T(
    "把%(department)s绑到一个群，两种办法：\n"
    "1. 点下面的按钮选群，机器人进去就绑好\n"
    "2. 先把机器人拉进群，再在群里发这一句：\n<code>/bind %(code)s</code>\n"
    "只能用一次，一天内有效。几个部门可以绑同一个群，各绑一次。"
)
CHOOSE_GROUP = L("公司", "选群")
COPY_CODE = L("公司", "复制这一句")
BOUND = T("好了，%(departments)s的卡片以后发到这个群，点按钮就能办。")
BOUND_NEWS = T("%(department)s绑到“%(group)s”了。")
AMOUNTS_HIDDEN = T(
    "“%(group)s”里也有%(departments)s，金额不给他们看，发到这里的卡片就不写金额。要写金额，给%(department)s单独一个群。"
)
UNBOUND = T("%(department)s换了群，以后的卡片不再发到这里。")
FREED = T("%(department)s不用这个群了，以后的卡片不发到这里。")
FREED_TOAST = T("%(department)s解绑了，卡片先发给 %(name)s。")
FREED_BARE = T("%(department)s解绑了。")
SHARED = T("这个群现在有%(departments)s。")
PICK = T("或者点输入框下面的“选群绑%(department)s”：选好就绑上，我不在群里也会一起进去。")
PICK_KEY = L("公司", "选群绑%(department)s")
PICKED = T("选了“%(group)s”，绑给%(department)s。")
PICK_REFUSED = {
    "unknown": T("没有等着你选的群。在 /groups 里点一次绑群，再选。"),
    "used": T("这次选群已经用过。要换，在 /groups 里再点一次。"),
    "expired": T("选群隔了太久。在 /groups 里再点一次绑群。"),
    "absent": T("我还不在那个群里。先把我拉进去，再选一次。"),
}
LEAVING = T("这个群没有绑定部门，我先退出了。要用的时候，管理员在 /groups 里绑一次，我再进来。")
CODE_REFUSED = {
    "unknown": T("没有这个绑定码。请管理员在私聊里发 /groups，再要一个。"),
    "used": T("这个绑定码已经用过。请管理员在私聊里发 /groups，再要一个。"),
    "expired": T("这个绑定码过期了。请管理员在私聊里发 /groups，再要一个。"),
}
BIND_IN_GROUP = T("绑定码要在部门群里用：把我拉进群，在群里发 /bind 绑定码。")
BIND_HOW = T("绑定码写在后面：/bind 绑定码。管理员在私聊里发 /groups 就能拿到。")

# ── the company's pages ────────────────────────────────────────────────────────────────────

COMPANY = L("公司", "公司设置")
NOT_READY = T("公司还差 %(count)s 样没设好：")
READY = T("该有的都有了。")
COUNTS = T("同事 %(people)s 人 · 部门群 %(groups)s 个 · 客户 %(customers)s 个 · 产品 %(products)s 个")
STEP = T("%(n)s. %(what)s")
AND_MORE = T("…还有 %(count)s 样")
WANTS = {
    "people": T("%(department)s还没有人"),
    "group": T("%(department)s还没绑群"),
    "interface": T("%(department)s还没有接口人"),
    "product": L("公司", "还没有产品"),
    "customer": L("公司", "还没有客户"),
}
NEXT = {
    "people": T("请%(department)s的同事"),
    "group": T("绑%(department)s的群"),
    "interface": T("定%(department)s接口人"),
    "product": L("公司", "加产品"),
    "customer": L("公司", "加客户"),
}
NOBODY_YET = T("%(departments)s还没有人，他们的卡片先发给管理员。")

PEOPLE_BUTTON = L("公司", "同事")
GROUPS_BUTTON = L("公司", "群和接口人")
CUSTOMERS_BUTTON = L("公司", "客户")
PRODUCTS_BUTTON = L("公司", "产品")
BACK = L("公司", "返回")
NEXT_PAGE = L("公司", "换一批")
RESUME = L("公司", "接着填")

PEOPLE = T("同事 · %(count)s 人")
DEPARTMENT_PEOPLE = T("<b>%(department)s</b> %(people)s")
LIST_COMMA = L("公司", "、")
PERSON_WITH = T("%(name)s（%(what)s）")
INSIDE_COMMA = L("公司", "，")
INTERFACE = L("公司", "接口人")
ADMIN = L("公司", "管理员")
INVITED = T("还没来：%(people)s")
INVITE = L("公司", "邀请同事")
SEE_INVITE = T("邀请：%(name)s")

GROUPS = T("部门群和接口人")
DEPARTMENT_LINE = T("<b>%(department)s</b> %(group)s · %(interface)s")
NO_GROUP = L("公司", "没绑群")
LOST_GROUP = T("“%(group)s”里没有我了")
PRIVATE = L("公司", "私聊")
NO_PEOPLE = L("公司", "没有人")
NO_INTERFACE = L("公司", "没有接口人")
GROUPS_HINT = T("点一个部门，绑群、换接口人。")

DUTY = T("职责：%(duty)s")
GROUP_IS = T("群：%(group)s")
INTERFACE_IS = T("接口人：%(name)s")
PEOPLE_ARE = T("同事：%(people)s")
BIND_GROUP = L("公司", "绑群")
OTHER_GROUP = L("公司", "换个群")
INTERFACE_NAMED = T("%(department)s的接口人是 %(name)s 了。")
DEPUTY = L("公司", "代理接口人")
DEPUTY_IS = T("代理接口人：%(name)s")
DEPUTY_NAMED = T("%(department)s的代理接口人是 %(name)s 了。")
NO_DEPUTY = T("%(department)s没有代理接口人了。")
GROUP_SPEAKS = T("群里说：%(language)s")
CHANGE_INTERFACE = L("公司", "换接口人")
CHANGE_DEPUTY = L("公司", "定代理")
DROP_DEPUTY = L("公司", "不要代理")
UNBIND = L("公司", "解绑")
GROUP_LANGUAGE = L("公司", "群语言")
GROUP_LANGUAGE_SET = T("“%(group)s”以后用%(language)s。")
WHO_STANDS = {
    "interface": T("%(department)s的接口人换成谁？部门的卡片没有群时发给他，催办也找他。"),
    "deputy": T("接口人不在的时候，%(department)s找谁？"),
}
WHICH_LANGUAGE = T("“%(group)s”里说哪种话？")
SURE_UNBIND = T("%(department)s不再用“%(group)s”？以后的卡片发给%(desk)s。")
SURE = L("公司", "确认解绑")
NOT_NOW = L("公司", "先不")
PEOPLE_HINT = T("点部门，看它管什么、找谁。")
AND_OTHERS = T("%(people)s 等 %(count)s 人")
WARN_INTERFACE = T("没有接口人，急事没人找。")

# ── one person ─────────────────────────────────────────────────────────────────────────────

PERSON = T("<b>%(name)s</b> %(department)s · %(role)s")
PERSON_DUTY = {"interface": T("是%(department)s的接口人"), "deputy": T("是%(department)s的代理接口人")}
HOLDS = T("手上有：%(things)s")
HOLDS_NOTHING = T("手上没有没办完的事。")
HEIR_WOULD = T("他不在了由 %(name)s 接。")
NO_HEIR = T("没有人能接：先给部门定接口人或负责人。")
THINGS = {
    "followed": T("跟的单 %(count)s 张"),
    "sold": T("在办的订单 %(count)s 张"),
    "tasks": T("没做完的任务 %(count)s 件"),
    "seats": T("等他定的 %(count)s 件"),
    "delegations": T("代理 %(count)s 处，到此为止"),
    "customers": T("客户 %(count)s 个"),
    "drafts": T("没提交的订单 %(count)s 份"),
    "forms": T("填到一半的表 %(count)s 份，作废"),
    "duties": T("接口人 %(count)s 处"),
    "prompts": T("等他回的话 %(count)s 句"),
}
RENAME = L("公司", "改姓名")
ASK_NEW_NAME = T("%(name)s 改叫什么？")
RENAMED = T("%(before)s 改叫 %(name)s 了。")
MAKE_HEAD = L("公司", "设为负责人")
MAKE_MEMBER = L("公司", "设为成员")
ROLE_SET = T("%(name)s 是%(role)s了。")
MOVE = L("公司", "换部门")
MOVE_WHERE = T("%(name)s 换到哪个部门？")
SURE_MOVE = T("%(name)s 从%(before)s换到%(after)s？")
DO_MOVE = L("公司", "确认换部门")
MOVED = T("%(name)s 在%(department)s了。")
REMOVE = L("公司", "移出公司")
SURE_REMOVE = T("%(name)s 移出公司？他马上看不到订单，也按不了按钮。")
DO_REMOVE = L("公司", "确认移出")
REMOVED = T("%(name)s 移出公司了。")
GOES_TO = T("这些交给 %(name)s：")
THING = T("• %(what)s")
GOES_NOWHERE = T("手上没有要交的事。")
HISTORY_STAYS = T("以前的记录照旧写着他的名字。")
HANDED = T("%(name)s 手上的事交给你了：")
LEFT_GROUP = T("%(name)s（%(department)s）离开了“%(group)s”，人还在公司名单里。")
LEFT_NEWS = T("%(name)s 离开了“%(group)s”。他手上的事，管理员会安排人接。")
HAND_TO = T("都交给 %(name)s")
HANDED_TO = T("交给 %(name)s 了。")
MY_ORDERS = L("公司", "我的订单")

CUSTOMERS = T("客户 · %(count)s 个")
CUSTOMER_LINE = T("<b>%(name)s</b> %(contact)s")
NO_CUSTOMERS = T("还没有客户。")
ADD_CUSTOMER = L("公司", "加客户")
PRODUCTS = T("产品 · %(count)s 个")
PRODUCT_LINE = T("<b>%(code)s</b> %(name)s · %(what)s")
NO_PRODUCTS = T("还没有产品。")
ADD_PRODUCT = L("公司", "加产品")
ADD_ANOTHER = L("公司", "再加一个")
ONLY_PRIVATE = T("这些在私聊里办。")
OPEN_PRIVATE = L("公司", "去私聊")

# ── customers ──────────────────────────────────────────────────────────────────────────────

CUSTOMER_TITLE = L("客户", "新客户")
CUSTOMER_NAME = L("客户", "名称")
ASK_CUSTOMER_NAME = T("客户叫什么？写平时的叫法就行，例如 宏达机电。")
CALL_IT = T("就叫“%(name)s”")
SIMILAR = T("“%(name)s”和这些像，是同一家吗？")
THE_SAME = T("就是 %(name)s")
REALLY_NEW = T("不是，“%(name)s”是新客户")
REACH = L("客户", "联系人")
ASK_REACH = T("找谁、电话多少？一句话写完，例如 周工 13912342210。")
ADDRESS = L("客户", "地址")
ASK_ADDRESS = T("货送到哪里？")
CREDIT_CODE = L("客户", "信用代码")
ASK_CREDIT_CODE = T("统一社会信用代码是多少？18 位，照营业执照写。")
BILLING = L("客户", "开票资料")
ASK_BILLING = T("把开票资料整段贴过来：名称、税号、开户行、账号、地址电话。")
BILLING_PARTS = {
    "title": L("开票", "抬头"),
    "tax_no": L("开票", "税号"),
    "bank": L("开票", "开户行"),
    "account": L("开票", "账号"),
    "address": L("开票", "地址"),
    "phone": L("开票", "电话"),
}
VALUE_OF = L("开票", "%(label)s %(value)s")
PART_COMMA = L("开票", "，")
PINYIN = L("客户", "拼音")
ASK_PINYIN = T("这个名字怎么念？写拼音，几种念法用逗号隔开，例如 chongqing。")
OWNER = L("客户", "归属")
ASK_OWNER = T("归谁跟？公共的话，销售都找得到。")
PUBLIC = L("客户", "公共")
PLACES = L("客户", "其他收货地址")
ASK_PLACES = T("还有别的收货地址吗？一次写一个，发来就加上。")
PLACE_COMMA = L("客户", "；")
REMOVE_PLACE = T("去掉 %(place)s")
USUAL_TYPE = L("客户", "常用类型")
ASK_USUAL_TYPE = T("平时怎么买？报单时就先给这一种。")
CREDIT = L("客户", "信用额度")
ASK_CREDIT = T("最多让客户欠多少？写金额，例如 50万；不批了就点不填。")
CREDIT_NONE = T("信用额度：还没批")
CREDIT_LIMIT = T("信用额度 %(limit)s，已用 %(used)s（%(who)s %(at)s批）")
CREDIT_LATE = T("逾期 %(amount)s，最久 %(days)s 天")
CARD_TITLE = T("改客户资料 · %(name)s")
CARD_SAVED = T("改好了，下一单就照新的。")
CODE_IS = T("%(code)s · 归属 %(owner)s")
CUSTOMER_ADDED = T("客户加好了。")
CUSTOMER_TAKEN = T("就用 %(name)s。")
ORDER_GOES_ON = T("接着报单，在下面那张卡上。")

# ── products ───────────────────────────────────────────────────────────────────────────────

PRODUCT_TITLE = L("产品", "新产品")
PRODUCT_CODE = L("产品", "型号")
ASK_PRODUCT_CODE = T("型号或编码是什么？例如 X200。")
PRODUCT_NAME = L("产品", "品名")
ASK_PRODUCT_NAME = T("品名叫什么？例如 减速电机。")
UNIT = L("产品", "单位")
ASK_UNIT = T("按什么单位卖？点一个或写一个。")
UNITS = {
    "piece": L("单位", "件"),
    "unit": L("单位", "台"),
    "set": L("单位", "套"),
    "one": L("单位", "个"),
    "metre": L("单位", "米"),
    "kilogram": L("单位", "公斤"),
}
SUPPLY = L("产品", "供货方式")
ASK_SUPPLY = T("这个产品怎么来？下达后按它通知仓库、生产或采购。")
SUPPLIES = {
    "stock": L("供货方式", "现货"),
    "make": L("供货方式", "生产"),
    "buy": L("供货方式", "外购"),
}
LIST_PRICE = L("产品", "目录价")
ASK_LIST_PRICE = T("含税目录价多少？没有就不填。")
FLOOR_PRICE = L("产品", "底价")
ASK_FLOOR_PRICE = T("底价多少？低于它的单要先问财务，没有就不填。")
PACKS = L("产品", "包装")
ASK_PACKS = T("有整包装吗？例如 箱=12，两种就写 箱=20 托=480。没有就不填。")
LEAD_DAYS = L("产品", "常规交期")
LEAD = T("常规 %(days)s 个工作日")
ASK_LEAD_DAYS = T("常规几个工作日能交？")
DRAWING = L("产品", "图号")
ASK_DRAWING = T("图号是什么？")
WHOLE = L("产品", "零头")
ASK_WHOLE = T("数量可以有零头吗，例如 2.5？")
WHOLES = {"whole": L("零头", "只能整数"), "parts": L("零头", "可以有零头")}
PACK = L("产品", "1%(pack)s=%(factor)s%(unit)s")
SOLD_BY = T("按%(unit)s卖")
VALUE = T("%(label)s：%(value)s")
PRODUCT_ADDED = T("产品加好了，报单时就能选。")

WORDS = {
    "人员": "people", "同事": "people", "找谁": "people", "接口人": "people", "群": "groups", "部门群": "groups", "客户": "customers", "产品": "products",
    "公司设置": "company",
}  # fmt: skip
"""What stands for a command, in Chinese."""

"""What is said where sheets come in and go out."""

from __future__ import annotations

from locales import L, T

# ── the page ───────────────────────────────────────────────────────────────────────────────

PAGE = T("<b>表格</b>\n把填好的表（.xlsx、.xls、.csv）直接发给我：先给你看会改什么，点了“导入”才算数。")
PAGE_OUT = T("导出的表只含你看得到的单。")
TEMPLATES = {
    "customers": L("表格", "客户模板"),
    "products": L("表格", "产品模板"),
    "lines": L("表格", "订单明细模板"),
    "opening": L("表格", "期初在途订单模板"),
    "calendar": L("表格", "工作日历模板"),
}
EXPORTS = {
    "month": L("表格", "导出本月订单"),
    "last_month": L("表格", "导出上月订单"),
    "quarter": L("表格", "导出近 90 天"),
}
SHEETS_BUTTON = L("表格", "表格导入导出")
ONLY_PRIVATE = T("表格在私聊里办，点我的头像进私聊再发。")
WORKING = T("正在做，好了发给你。")
COMMAND_WORDS = {"表格": "sheets", "模板": "sheets", "导出": "sheets"}

KINDS = {
    "customers": L("表格", "客户表"),
    "products": L("表格", "产品表"),
    "lines": L("表格", "订单明细表"),
    "opening": L("表格", "期初在途订单表"),
    "calendar": L("表格", "工作日历"),
}

# ── what goes out ──────────────────────────────────────────────────────────────────────────

TEMPLATE_READY = T("%(kind)s的模板。示例那一行留着也不会导入；不用的列可以删，次序随意。填好发给我。")
EXPORT_READY = T("订单 %(orders)s 张，明细 %(lines)s 行（%(period)s）。第一行是固定的列名，给 ERP 认列用。")
EXPORT_EMPTY = T("%(period)s 没有你看得到的订单。")
EXPORT_CUT = T("太多了，只导出了前 %(orders)s 张。缩短时间再导一次。")
PERIOD = L("表格", "%(since)s 到 %(until)s")
FAULTS_READY = T("这是你的表，最后一列写了问题。改好再发给我。")
MARKED_READY = T("这是你的表，最后一列写了每行会怎样。还没导入，看过再点“导入”。")
FILE_GONE = T("这个文件已经清掉了，再要一次就有。")
FAILED = T("这件事没办成，什么都没改。再试一次；还不行找管理员。")
PROBLEM = L("表格", "问题")
EFFECT = L("表格", "导入会怎样")
WHAT = {
    "new": L("表格", "新增"),
    "changed": L("表格", "改动：%(fields)s"),
    "same": L("表格", "不变"),
}
FILES = {
    "customers": L("文件名", "客户模板"),
    "products": L("文件名", "产品模板"),
    "lines": L("文件名", "订单明细模板"),
    "opening": L("文件名", "期初在途订单模板"),
    "calendar": L("文件名", "工作日历模板"),
    "orders": L("文件名", "订单"),
    "faults": L("文件名", "问题"),
    "marked": L("文件名", "逐行看"),
}

# ── columns ────────────────────────────────────────────────────────────────────────────────

COLUMNS = {
    "customers": {
        "code": L("列", "客户编号"), "name": L("列", "客户名称"), "contact": L("列", "联系人"), "phone": L("列", "电话"), "uscc": L("列", "税号"), "title": L("列", "开票抬头"),
        "address": L("列", "地址"), "owner": L("列", "归属"), "credit": L("列", "信用额度"),
    },
    "products": {
        "code": L("列", "产品编号"), "name": L("列", "产品名称"), "unit": L("列", "单位"), "supply": L("列", "供货方式"),
        "list_price": L("列", "目录价"), "floor_price": L("列", "底价"), "lead_days": L("列", "常规交期"), "packs": L("列", "包装"), "drawing": L("列", "图号"),
    },
    "lines": {
        "code": L("列", "产品编号"), "name": L("列", "产品名称"), "quantity": L("列", "数量"), "unit": L("列", "单位"),
        "price": L("列", "单价"), "amount": L("列", "金额"),
    },
    "opening": {
        "original": L("列", "原单号"), "leaf": L("列", "订单类型"), "customer": L("列", "客户名称"), "sales": L("列", "业务员"),
        "code": L("列", "产品编号"), "name": L("列", "产品名称"), "quantity": L("列", "数量"), "unit": L("列", "单位"),
        "price": L("列", "单价"), "amount": L("列", "金额"), "ordered_on": L("列", "下单日期"), "promised_on": L("列", "承诺交期"),
        "state": L("列", "目前状态"), "received": L("列", "已收款"), "basis": L("列", "下单依据"), "deposit_share": L("列", "定金比例"),
    },
    "calendar": {
        "day": L("列", "日期"), "works": L("列", "上班/放假"), "department": L("列", "部门"), "note": L("列", "说明"),
    },
}  # fmt: skip
EXAMPLES = {
    "customers": {
        "code": L("示例", "示例 KH001"), "name": L("示例", "苏州宏达机电有限公司"), "contact": L("示例", "周工"),
        "phone": L("示例", "13912342210"), "uscc": L("示例", "91320507MA1N4XQK2K"), "title": L("示例", "苏州宏达机电有限公司"), "address": L("示例", "苏州市相城区元和街道富元路18号"), "owner": L("示例", "公共"), "credit": L("示例", "500000.00"),
    },
    "products": {
        "code": L("示例", "示例 X200"), "name": L("示例", "减速电机"), "unit": L("示例", "台"), "supply": L("示例", "生产"),
        "list_price": L("示例", "58.00"), "floor_price": L("示例", "55.00"), "lead_days": L("示例", "7"), "packs": L("示例", "箱=12"), "drawing": L("示例", "X200-B"),
    },
    "lines": {
        "code": L("示例", "示例 X200"), "name": L("示例", "减速电机"), "quantity": L("示例", "300"), "unit": L("示例", "台"),
        "price": L("示例", "58.00"), "amount": L("示例", "17400.00"),
    },
    "opening": {
        "original": L("示例", "示例 HT-2026-018"), "leaf": L("示例", "款到发货"), "customer": L("示例", "苏州宏达机电有限公司"),
        "sales": L("示例", "张敏"), "code": L("示例", "X200"), "name": L("示例", "减速电机"), "quantity": L("示例", "300"),
        "unit": L("示例", "台"), "price": L("示例", "58.00"), "amount": L("示例", "17400.00"), "ordered_on": L("示例", "2026-10-12"),
        "promised_on": L("示例", "2026-12-04"), "state": L("示例", "生产中"), "received": L("示例", "5400.00"),
        "basis": L("示例", "合同"), "deposit_share": L("示例", "30%%"),
    },
    "calendar": {
        "day": L("示例", "示例 2027-02-14"), "works": L("示例", "上班"), "department": L("示例", "（空着就是全公司）"),
        "note": L("示例", "春节调休"),
    },
}  # fmt: skip
ORDER_COLUMNS = {
    "order_no": L("列", "订单号"), "line_no": L("列", "行号"), "order_type": L("列", "订单类型代码"),
    "order_type_name": L("列", "订单类型"), "status": L("列", "状态代码"), "status_name": L("列", "状态"),
    "on_hold": L("列", "暂停"), "revision": L("列", "版本"), "original_no": L("列", "原单号"),
    "makes_good": L("列", "补货自"), "waivers": L("列", "特批"),
    "customer_code": L("列", "客户编号"), "customer_name": L("列", "客户名称"), "salesperson": L("列", "业务员"),
    "order_date": L("列", "下单日期"), "requested_date": L("列", "要求交期"), "promised_date": L("列", "承诺交期"),
    "release_date": L("列", "下达日期"), "item_code": L("列", "产品编号"), "item_name": L("列", "产品名称"),
    "unit": L("列", "单位"), "quantity": L("列", "数量"), "shipped_quantity": L("列", "已发数量"),
    "currency": L("列", "币种"), "unit_price": L("列", "单价"), "line_amount": L("列", "行金额"),
    "order_amount": L("列", "订单金额"), "amount_received": L("列", "已到账"), "amount_due": L("列", "应收"),
    "payment_status": L("列", "付清"),
}  # fmt: skip
WAIVER = T("%(name)s %(reason)s，%(who)s批，到 %(until)s")
WAIVER_USED = T("%(name)s %(reason)s，%(who)s批，已用")
WAIVER_AND = L("列", "%(some)s；%(another)s")
STATES = {
    "screening": L("状态", "初筛"), "returned": L("状态", "退回补充"), "review": L("状态", "评审"), "accepted": L("状态", "承接"),
    "released": L("状态", "已下达"), "executing": L("状态", "执行中"), "shipped": L("状态", "已发货"), "acceptance": L("状态", "验收"),
    "settlement": L("状态", "结算"), "archived": L("状态", "已归档"), "closed": L("状态", "已关闭"), "rejected": L("状态", "驳回"),
    "withdrawn": L("状态", "撤回"), "cancelled": L("状态", "取消"),
}  # fmt: skip
YES, NO = L("列", "是"), L("列", "否")
PAYMENT = {True: L("列", "付清"), False: L("列", "没付清"), None: L("列", "不收款")}

# ── a sheet that came in ───────────────────────────────────────────────────────────────────

READING = T("%(name)s 收到，正在读。")
HEAD = T("<b>%(kind)s</b> · %(name)s")
COUNTS = T("新增 %(new)s · 改动 %(changed)s · 不变 %(same)s")
LINES_COUNT = T("%(count)s 行，合计 %(total)s")
LINES_COUNT_BARE = T("%(count)s 行")
ORDERS_COUNT = T("在途订单 %(count)s 张，合计 %(total)s")
NEW = T("＋ 第 %(row)s 行 %(name)s")
NEW_PACKED = T("＋ 第 %(row)s 行 %(name)s（%(words)s = %(quantity)s）")
CHANGED = T("改 第 %(row)s 行 %(name)s：%(fields)s")
CHANGED_FIELD = L("表格", "%(field)s %(before)s → %(after)s")
NOTHING = L("表格", "（空）")
AND_MORE = T("…还有 %(count)s 行")
COMMA = L("表格", "，")
PAGE_NAME = T("读的是工作表“%(page)s”。")
UNKNOWN = T("这些列不认识，没用：%(columns)s")
WARNINGS = {
    "example_left_out": T("第 %(rows)s 行是示例，没算。"),
    "total_left_out": T("第 %(rows)s 行是合计，没算。"),
    "product_again": T("%(code)s 在第 %(before)s 行和第 %(row)s 行都有，按两行算。"),
    "finance_confirms": T("已收款 %(count)s 笔共 %(amount)s，要财务确认才算数；没确认之前什么都不放行。"),
    "settles_year": T("%(year)s 年的调休就按这张表，以后不再提醒。"),
    "cards_follow": T("%(count)s 张已经在做，条件够的会马上下达，部门群里会收到卡片。"),
}
WORKED = {"work": L("日历", "上班"), "off": L("日历", "放假")}
ANEW = T("你看过之后，公司里的资料变了。重新核对过，请再看一遍。")
NO_CHANGE = T("和现在的资料一样，没有要导入的。")
IMPORT, CANCEL, ROW_BY_ROW = L("表格", "导入"), L("表格", "取消"), L("表格", "逐行看")
INTO_DRAFT = L("表格", "填进这张单")
NEW_ORDER = L("表格", "用它开新单")
IMPORTING = T("正在导入…")
IMPORTED = T("导入好了。")
IMPORTED_MONEY = T("导入好了。已收款的卡片发给财务了，等他们确认。")
FILLED = T("已经填进订单。")
CANCELLED = T("取消了，什么都没改。")
LINES_CHANGED = T("产品资料刚变过，请把表再发一次。")
DRAFT_GONE = T("那张单已经报了或者不要了，用下面的按钮开一张新的。")

FAULTY = T("有 %(count)s 处不对，什么都没导入：")
FAULT = T("第 %(row)s 行 %(column)s“%(found)s”：%(why)s")
FAULT_EMPTY = T("第 %(row)s 行 %(column)s：%(why)s")
FAULT_ROW = T("第 %(row)s 行：%(why)s")
MORE_FAULTS = T("…还有 %(count)s 处，都写在下面发给你的表里。")
FAULT_CELL = L("表格", "%(column)s：%(why)s")
SEMICOLON = L("表格", "；")
WHY = {
    "wanted": L("问题", "要填"),
    "too_long": L("问题", "太长，最多 %(most)s 个字"),
    "shortened": L("问题", "数字位数太多，Excel 丢了末几位；把这一列设成文本再填"),
    "formula_failed": L("问题", "公式出错，改成数值"),
    "not_computed": L("问题", "公式还没算出来；用 Excel 打开存一次，或改成数值"),
    "merged": L("问题", "和上一行合并了；拆开，每行都填"),
    "became_date": L("问题", "Excel 把它变成日期了；把这一列设成文本再填"),
    "zeros_lost": L("问题", "Excel 去掉了前面的 0，应是 %(code)s？把这一列设成文本再填"),
    "twice": L("问题", "和第 %(row)s 行重复"),
    "not_active": L("问题", "已停用，不能改"),
    "other_owner": L("问题", "这个客户不归你，找管理员"),
    "not_your_owner": L("问题", "你不能改归属；新客户只能归你自己或“公共”"),
    "only_credit": L("问题", "你只能改已有客户的信用额度，别的不要改"),
    "nobody": L("问题", "没有这位同事，要和卡片上的姓名一样"),
    "ambiguous": L("问题", "有两种读法，写准一点"),
    "name_taken": L("问题", "这个名称是另一个客户的，不是编号 %(code)s 的"),
    "no_supply": L("问题", "只能是 现货、生产、外购"),
    "no_packs": L("问题", "写成 箱=12 这样"),
    "no_days": L("问题", "要 0 到 366 的整天数"),
    "no_product": L("问题", "没有这个产品，写产品编号或一字不差的名称"),
    "several_products": L("问题", "同名的有几个，写编号：%(codes)s"),
    "other_name": L("问题", "编号 %(code)s 是 %(name)s，对不上"),
    "only_amount": L("问题", "只有金额，要填单价"),
    "amount_differs": L("问题", "数量乘单价是 %(amount)s"),
    "differs": L("问题", "同一张单，第 %(row)s 行写的是 %(value)s"),
    "no_leaf": L("问题", "没有这种订单类型，可写：%(names)s"),
    "no_choice": L("问题", "可写：%(names)s"),
    "no_customer": L("问题", "没有这个客户，先导入客户"),
    "no_date": L("问题", "写成 2026-12-05 这样"),
    "in_future": L("问题", "下单日期不能在今天之后"),
    "too_far": L("问题", "日期太远"),
    "no_state": L("问题", "只能是 未下达、生产中、已备齐"),
    "more_than_total": L("问题", "比订单合计 %(total)s 还多"),
    "imported_before": L("问题", "导入过了，是 %(number)s"),
    "too_many_rows": L("问题", "一张表最多 %(rows)s 行，分开发"),
    "too_many_lines": L("问题", "一张单最多 %(rows)s 行"),
    "too_many_orders": L("问题", "一次最多 %(orders)s 张单，分开发"),
    "unclear": L("问题", "没看懂"),
    "zero": L("问题", "要大于 0"),
    "negative": L("问题", "不能是负数"),
    "too_large": L("问题", "太大了，检查一下"),
    "too_fine": L("问题", "小数位太多"),
    "fraction": L("问题", "不能有半个"),
    "rough": L("问题", "写准数，不要“左右”"),
    "range": L("问题", "写一个准数，不要范围"),
    "other_unit": L("问题", "单位和产品的不一样"),
    "no_conversion": L("问题", "不知道一包装多少，按产品单位写"),
    "currency": L("问题", "只收人民币"),
    "not_your_credit": L("问题", "信用额度由财务批，这一列留空"),
    "uscc_taken": L("问题", "另一个客户已经用了这个税号"),
    "code_length": L("问题", "统一社会信用代码是 18 位"),
    "code_letters": L("问题", "信用代码里没有字母 I、O、S、V、Z"),
    "code_begins": L("问题", "信用代码前 8 位都是数字"),
    "code_check": L("问题", "信用代码最后一位对不上，多半写错一位"),
    "no_works": L("问题", "只能是 上班、放假"),
    "no_department": L("问题", "没有这个部门，空着就是全公司"),
    "not_your_days": L("问题", "你只能定自己部门的日子"),
    "no_phone": L("问题", "没认出电话，要 11 位手机或带区号的座机"),
}  # fmt: skip

REFUSED = T("%(name)s 没导入：%(why)s")
REFUSALS = {
    "too_big": L("表格", "文件太大，最多 20 MB。"),
    "too_heavy": L("表格", "这个文件展开来太大。只留要导入的那几列，另存一份再发。"),
    "broken": L("表格", "文件打不开，可能坏了。另存为 .xlsx 再发。"),
    "locked": L("表格", "文件有密码。去掉密码再发。"),
    "not_a_sheet": L("表格", "这不是表格文件。要 .xlsx、.xls 或 .csv。"),
    "empty": L("表格", "表是空的。"),
    "web_page": L("表格", "这其实是网页，不是 Excel。用 Excel 打开，另存为 .xlsx 再发。"),
    "encoding": L("表格", "文字编码认不出。另存为 .xlsx 再发。"),
    "too_many_rows": L("表格", "太长，一张表最多 %(rows)s 行。分开发。"),
    "too_many_columns": L("表格", "太宽，最多 %(columns)s 列。"),
    "unrecognised": L("表格", "没认出是什么表。表头要像模板那样，发 /sheets 要一份。"),
    "missing_columns": L("表格", "像是%(kind)s，但缺这些列：%(columns)s。"),
    "doubled_columns": L("表格", "这两列是一个意思，只留一列：%(columns)s。"),
    "not_allowed": L("表格", "%(kind)s不归你导入，找管理员。"),
    "no_rows": L("表格", "表头下面没有内容。"),
    "gone": L("表格", "文件在 Telegram 那边取不到了，再发一次。"),
}  # fmt: skip
OR = L("表格", "%(some)s或%(another)s")

# ── 期初 money ─────────────────────────────────────────────────────────────────────────────

OPENING = T("<b>期初收款，请查账</b> · %(name)s")
OPENING_BY = T("%(who)s %(at)s 导入在途订单，说这些钱已经收到：")
OPENING_LINE = T("%(number)s %(customer)s %(amount)s")
OPENING_LINE_BARE = T("%(number)s %(customer)s")
OPENING_LEFT = T("待确认 %(count)s 笔，共 %(amount)s")
OPENING_LEFT_BARE = T("待确认 %(count)s 笔")
OPENING_DONE = T("确认 %(confirmed)s 笔，没查到 %(not_found)s 笔。")
OPENING_RULE = T("确认了才放行；导入的人自己不能确认。")
OPENING_ALL = T("全部到账 %(amount)s")
OPENING_EACH = L("期初", "逐笔看")
OPENING_FAILED = T("没全部记完，记好的看卡片。再点一次“全部到账”；还不行找管理员。")
OPENING_WORKING = T("正在逐笔记账。")

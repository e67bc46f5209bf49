"""What the start page says."""

from __future__ import annotations

from locales import L, T

HELLO = T("%(name)s，%(greeting)s。%(todo)s")
RETURNED = T("• %(head)s 退回补充：%(reason)s")
RETURNED_BARE = T("• %(head)s 退回补充")
NOTHING_OPEN = T("手上没有待办。")
WAITS = T("有 %(count)s 件事等你：")
WAITS_BARE = T("有 %(count)s 件事等你。")
DRAFTS_OPEN = T("有 %(count)s 张没报完的单。")
MORNING = L("问候", "早")
DAY = L("问候", "你好")
EVENING = L("问候", "晚上好")
WHAT_NEXT = T("要做什么？")
NOT_SALES = T("你的部门在群里办事，卡片会发到群里。这里可以查单。")

NEW = L("首页", "报新单")
AGAIN = L("首页", "再来一单")
MY_ORDERS = L("首页", "我的订单")
SLIP = L("首页", "传水单")
TODO = L("首页", "待办 %(count)s")
PROCESS = L("首页", "流程手册")
COMPANY = L("首页", "公司设置")
LANGUAGE = L("首页", "语言")

DRAFT = T("没报完的单还在：%(what)s")
RESUME = L("首页", "接着填")
RESUME_ONE_OF = T("接着填（%(count)s 张）")
DISCARD = L("首页", "不要了")

JOINED = T("%(name)s，欢迎。你在%(department)s，%(role)s。")
ROLE = {"member": L("身份", "成员"), "manager": L("身份", "负责人")}
UNASKED = T("没看懂这句。点下面的按钮，或发 /help。")
HELP = T(
    "我能做这些：\n"
    "直接写一句就能报单：宏达 X200 三百台 单价58 下周五交 款到发货\n"
    "/new 一步步报新单\n再来一单 003 照旧单再报一张（不写单号就列出来选）\n/order 单号 查一张单（写后几位就行，如 003）\n/orders 我的订单\n/todo 等我办的事\n/delegate 姓名 到周五 请人代我定\n/customers 客户\n/sheets 表格导入、模板、导出\n/process 流程手册\n/language 语言\n"
    "输入框里打 @机器人名 空一格，再打名字或首字母，能直接找客户和产品。\n"
    "部门的卡片在部门群里，点按钮就行。"
)
CHOOSE_LANGUAGE = T("用哪种语言？")
LANGUAGE_SET = T("好了，以后用简体中文。")
LANGUAGE_NAMES = {"zh_Hans_CN": "简体中文", "zh_Hant": "繁體中文", "en": "English"}

COMMAND_WORDS = {"首页": "start", "帮助": "help", "菜单": "start"}
"""Words that stand for a command."""

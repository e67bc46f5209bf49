"""What stands beside each command behind the slash."""

from __future__ import annotations

from locales import L

NEW = L("命令", "报新单")
ORDERS = L("命令", "我的订单")
ORDER = L("命令", "看一张单：/order 单号")
TODO = L("命令", "等我办的事")
WHY = L("命令", "为什么卡住：/why 单号")
CHANGE = L("命令", "改单：/change 单号 改成500台")
RISKS = L("命令", "没了结的风险")
STATS = L("命令", "变更统计")
REPORT = L("命令", "风险周报（管理层）")
HOLD = L("命令", "暂停一张单：/hold 单号 原因")
LIFT = L("命令", "恢复暂停的单：/lift 单号")
DELEGATE = L("命令", "请人代我定：/delegate 姓名 到周五")
CALENDAR = L("命令", "工作日历：哪天上班、放假")
PROCESS = L("命令", "流程手册")
PEOPLE = L("命令", "同事和邀请")
GROUPS = L("命令", "部门群")
CUSTOMERS = L("命令", "客户")
PRODUCTS = L("命令", "产品")
SHEETS = L("命令", "表格导入导出")
LANGUAGE = L("命令", "换语言")
HELP = L("命令", "能做什么")

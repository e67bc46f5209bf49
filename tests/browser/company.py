"""The company of the browser tests: four people and three groups, enough to see everything the page does."""

from __future__ import annotations

from typing import Any

SALES = "张敏"
FINANCE = "李娜"
WAREHOUSE = "赵强"
BOSS = "王建国"
FINANCE_GROUP = "财务群"
PRODUCTION_GROUP = "生产采购群"
WAREHOUSE_GROUP = "仓储物流群"

COMPANY: dict[str, Any] = {
    "bot": {"username": "gendan_bot", "first_name": "跟单"},
    "now": "2026-11-23T02:05:00Z",  # Monday, 10:05 in Shanghai
    "users": [
        {"name": SALES, "username": "zhangmin", "language_code": "zh-hans", "started": True},
        {"name": FINANCE, "username": "lina", "language_code": "zh-hans", "started": True},
        {"name": WAREHOUSE, "username": "zhaoqiang", "language_code": "zh-hans", "started": True},
        {"name": BOSS, "username": "wangjianguo", "language_code": "zh-hans", "started": True},
    ],
    "groups": [
        {
            "title": FINANCE_GROUP,
            "type": "supergroup",
            "members": [FINANCE, SALES],
            "admins": [BOSS],
            "bot": "administrator",
        },
        {"title": PRODUCTION_GROUP, "type": "supergroup", "members": [WAREHOUSE, SALES]},
        {"title": WAREHOUSE_GROUP, "type": "supergroup", "members": [WAREHOUSE], "admins": [BOSS]},
    ],
}

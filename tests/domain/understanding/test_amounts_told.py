"""Words that may tell an amount, and words that do not: who sees no money reads only the latter."""

from __future__ import annotations

import pytest

from domain.understanding.amounts_told import tells_amount

TOLD = """
先付五万
要先付三成
三成定金
付一半再排产
５万
先付５００００
￥ 58
先付伍萬元
預付三萬
貳拾萬到帳再做
定金百分之三十
让利两个点
打八五折
每台便宜三块
单价五十八
五十八一台可以
价格降一点五
先收十五万
尾款三千六
三百五太低
几万块的单
先付十来万
一共两千四百
先付 五 万
先付 三 成
㊄万
½ 定金
deposit of thirty percent
five thousand first
half in advance
at least two hundred yuan
付款到八成
收到五仟再发
毛利只有两成
千把块
"""
"""Amounts, prices, shares."""
NOT_TOLD = """
图纸要先确认
圖紙要先確認
一周内回图
两周内回图
三天内回复
先做两台样机
先做五十台
十五个工作日交货
第一批先发
十分着急
千万要小心
万一延期要通知
百忙之中看一下
一定要防锈
统一包装
一致同意
款到再发
先付款
付清再发
单元电路要改
元件到货再做
电机外壳换成铝的
完成测试再发
成品检验后发
一次做完
十月中旬
拆成两批
within two weeks
the drawing must be confirmed first
pay first
"""
"""Conditions that the makers must read; 付清 says no amount."""


@pytest.mark.parametrize("words", TOLD.strip().splitlines())
def test_words_that_tell_an_amount(words: str):
    assert tells_amount(words)


@pytest.mark.parametrize("words", NOT_TOLD.strip().splitlines())
def test_words_that_tell_none(words: str):
    assert not tells_amount(words)


def test_no_words_tell_nothing():
    assert not tells_amount("")

"""What numbers and sums of money look like in an order line: in Arabic or Chinese, about so many, from one to another."""

from __future__ import annotations

DIGIT = "一二三四五六七八九两"
CHINESE = f"[零{DIGIT}十百千万亿半]"
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_RANK = r"(?:[十百千万亿]|[wk](?![a-z]))"
# Atomic, so that no part of a number is ever taken for the whole: 58一台 is 58 for one, 三百五 never 三百.
_WITH_DIGITS = (
    rf"{_ARABIC}(?:[来多余几]?{_RANK}+(?:[来多余把](?!{DIGIT})|零?{_ARABIC}|零?[{DIGIT}](?![{DIGIT}])){{0,2}})*"
)
_IN_CHINESE = (
    rf"[好上数几]?[零{DIGIT}十百千万亿几半]"
    rf"(?:[零{DIGIT}十百千万亿几半]|[来多余](?=[{DIGIT}十百千万亿]|[^分]))*"
    rf"(?:点[零{DIGIT}]+[万亿]?|[wk](?![a-z]))?"
)
NUMBER = rf"(?>(?![百千万]分之)(?:(?<![0-9a-z\u4e00-\u9fff])-|负)?(?:{_WITH_DIGITS}[来多余几]?|{_IN_CHINESE}))"
ABOUT = (
    "(?:不能超过|不能低于|不能少于|不得低于|不得少于|别超过|少于|低于|高于|多于|大约|大概|差不多|将近|接近|至少|最少|最多|"
    "不少于|不超过|不到|超过|约|近|上下)?"
)
NUMBER_AHEAD = f"(?=[-负0-9零{DIGIT}十百千万亿半好上数几大差将接至最不超约近少低高多别])"
"""What an amount can begin with: most places of a text are passed by after one look."""
ABOUT_AFTER = "(?:左右|上下|以上|以下|以内|之内|出头|不到|打底|起)?"
RANGE = rf"{NUMBER}(?: *(?:-|~|至|到|或者?) *{NUMBER}|、{NUMBER}(?![./年月号日-]))?"
LONE = f"[{DIGIT}半](?=[\u4e00-\u9fff])(?![零{DIGIT}十百千万亿点元块圆角毛分折])"
"""A numeral that is only part of a word: 货款两清."""
_YUAN = "(?:元|块钱|块|rmb|人民币|圆)"
_SINGLE = f"零?[{DIGIT}](?!{CHINESE})"
_JIAO = "(?:角|毛钱|毛)"
_COINS = (
    rf"(?:(?:[0-9]|{_SINGLE}){_JIAO}(?:(?:[0-9](?![0-9]|[.,][0-9])|{_SINGLE})(?:分钱|分|(?!{{units}})))?"
    rf"|(?:[0-9]{{1,2}}(?![0-9]|[.,][0-9])|{_SINGLE})(?!{_RANK}| ?(?:{{units}}|[%折天个])|[月号日年周]|[./-][0-9])"
    rf"|(?:[0-9]|{_SINGLE})分钱?)?"
)
"""What follows 58块; a number with a unit of its own is none of it: 58元300台, 58块一台, 58元12月5号."""
MONEY = (
    rf"(?:[¥￥]|rmb|人民币) *{NUMBER}(?: *{_YUAN}整?)?"
    rf"|{NUMBER} *(?:(?:块钱|元整|圆整)|{_YUAN}{_COINS}整?|(?:角|毛钱|毛)(?:{CHINESE}|[0-9])?(?:分钱|分)?|分钱|"
    rf"[-~] *{NUMBER} *{_YUAN})"
)

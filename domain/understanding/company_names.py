"""The part of a company's name that is its own: 宏达 in 苏州宏达机电有限公司. What comes after it is a trade, not a name."""

from __future__ import annotations

import re

from domain.understanding.line_text import line_text

_NAMES_OF_PLACES = """
北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海
台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 中国 石家庄 唐山 保定 沧州 廊坊 邯郸 太原 大同 沈阳 大连 鞍山 长春 哈尔滨 大庆 南京 无锡
徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 江阴 张家港 常熟 太仓 宜兴 吴江 杭州 宁波 温州 嘉兴 湖州 绍兴 金华
衢州 舟山 台州 丽水 义乌 慈溪 余姚 永康 乐清 瑞安 玉环 海宁 合肥 芜湖 蚌埠 马鞍山 安庆 滁州 宣城 福州 厦门 泉州 漳州 莆田 龙岩 晋江
南昌 九江 赣州 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 洛阳 新乡 焦作 许昌 南阳 武汉
黄石 十堰 宜昌 襄阳 荆州 长沙 株洲 湘潭 衡阳 岳阳 常德 广州 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 东莞 中山 顺德 南宁 柳州
桂林 海口 成都 自贡 德阳 绵阳 贵阳 遵义 昆明 西安 宝鸡 咸阳 兰州 西宁 银川 乌鲁木齐
"""
PLACES = f"(?:{'|'.join(sorted(_NAMES_OF_PLACES.split(), key=len, reverse=True))})"
_PLACE = re.compile(rf"(?:{PLACES}[省市县区]?)+(?=..)")


def without_place(words: str) -> str:
    """宏达 of 苏州宏达; the words themselves where no place stands before them."""
    return _PLACE.sub("", words, count=1) if _PLACE.match(words) else words


def begins_own_part(name: str, words: str) -> bool:
    """Whether `words` begin the name, a place in front of it aside."""
    plain = line_text(name).plain
    own = _PLACE.sub("", plain, count=1) if _PLACE.match(plain) else plain
    return plain.startswith(line_text(words).plain) or own.startswith(line_text(words).plain)

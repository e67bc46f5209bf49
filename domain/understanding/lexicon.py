"""How people's words are made one way before they are read, and the words that every kind shares.

`clean` changes only how something is written, never what: full width, Traditional characters, formal numerals,
case and invisible characters. Superscripts, circled digits and the like are left as they are, so that no parser
takes X² for X2.
"""

from __future__ import annotations

import re
import unicodedata

from domain.understanding.result import Why

LONGEST = 64
DIGITS = "零一二三四五六七八九"
RANKS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "w": 4, "k": 3}

# Traditional and formal characters of trade, each beside its simplified one; formal numerals are small ones.
_FOLDINGS = """
壹一 贰二 貳二 弍二 叁三 參三 肆四 伍五 陆六 陸六 柒七 捌八 玖九 拾十 佰百 仟千 萬万 億亿 兩两 俩两 倆两 仨三 〇零
○零
員员 掛挂 擔担 極极 筆笔 縮缩 著着 諾诺 豐丰 輸输 鐵铁 韻韵 類类
設设 贈赠 維维 談谈 顏颜
塊块 圓元 圆元 錢钱 幣币 匯汇 臺台 檯台 個个 噸吨 條条 張张 雙双 對对 捲卷 組组 輛辆 隻只 顆颗 車车 櫃柜 紮扎
綑捆 盤盘 冊册 節节 疋匹 釐厘 畝亩 點点 幾几 餘余 約约 來来 負负 數数 總总 單单 價价 報报 稅税 專专 發发 開开 運运
費费 帳账 賬账 貨货 訂订 購购 買买 賣卖 給给 讓让 減减 優优 無无 帶带 裝装 還还 應应 過过 將将 這这 內内 裡里 裏里
後后 週周 禮礼 號号 當当 國国 慶庆 從从 滿满 備备 齊齐 庫库 檢检 沒没 儘尽 盡尽 馬马 隨随 時时 趕赶 緊紧 臘腊 農农
曆历 歷历 陰阴 陽阳 舊旧 聖圣 誕诞 勞劳 動动 結结 複复 復复 頭头 際际 實实 計计 謝谢 請请 夠够 嗎吗 麼么 們们 規规
為为 納纳 與与 業业 爲为 鄉乡 爭争 於于 產产 親亲 倉仓 會会 傭佣 兒儿 況况 淨净 準准 劃划 別别 務务 區区 協协 佔占
盧卢 廠厂 廈厦 唄呗 喲哟 園园 處处 層层 師师 幫帮 並并 錄录 戶户 暫暂 機机 棟栋 樣样 橋桥 樓楼 歐欧 爐炉 煩烦 電电
碼码 礎础 確确 稱称 紙纸 線线 終终 經经 統统 聯联 蘇苏 營营 認认 議议 記记 許许 識识 話话 該该 說说 説说 質质 貴贵
資资 轉转 邊边 達达 遲迟 遞递 郵邮 採采 鍾钟 鐘钟 銖铢 銀银 鎮镇 鎊镑 長长 門门 問问 間间 韓韩 頂顶 項项 須须 預预
額额 傳传 刪删 吳吴 圖图 團团 執执 場场 寧宁 寫写 寶宝 島岛 嶽岳 巖岩 帐账 廢废 廣广 揚扬 換换 損损 晉晋 東东 棗枣
樂乐 標标 氣气 溫温 滄沧 滾滚 漢汉 漲涨 潤润 澤泽 濟济 濰潍 濱滨 灣湾 烏乌 煙烟 爾尔 現现 環环 種种 籤签 紹绍 綿绵
編编 緩缓 縣县 義义 肅肃 臨临 興兴 荊荆 莊庄 華华 蕪芜 蘭兰 蠻蛮 見见 誤误 調调 證证 變变 貢贡 責责 贛赣 連连 遷迁
遼辽 鄭郑 鄲郸 銷销 錫锡 錯错 關关 陝陕 雞鸡 雲云 順顺 題题 驗验 魯鲁 鹹咸 鹽盐 麗丽 黃黄 龍龙 剛刚
傾倾 僅仅 則则 嘍喽 噠哒 堅坚 夢梦 審审 導导 強强 慮虑 憑凭 撥拨 擬拟 擱搁 曉晓 書书 決决 異异 監监
級级 絕绝 續续 術术 補补 覺觉 評评 誰谁 論论 講讲 讀读 豈岂 財财 贊赞 辦办 適适 閱阅 閲阅 難难 領领
駁驳 騙骗 瞭了 聽听 虧亏 紀纪 彎弯 狀状 疊叠 輪轮
"""
_FOLDED = {ord(pair[0]): pair[1] for pair in _FOLDINGS.split()}
_TENS = {ord("廿"): "二十", ord("卅"): "三十", ord("卌"): "四十"}
_INVISIBLE = {"\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\ufe0f"}
_SAME_THING = ("<wide>", "<narrow>", "<square>", "<noBreak>")
_DASHES = re.compile("[\u2010-\u2015\u2212]+")
_SPACES = re.compile(r"(?<![0-9.,])\s+|\s+(?![0-9.,])")
# A full-width comma between half-width digits parts two numbers as often as it groups one: it stays a mark of its own.
_PARTING_COMMA = re.compile("(?<=[0-9])，(?=[0-9])")

_LEAD = re.compile(
    r"(?:数量|一共|总共|合计|共计|(?:我们?|客户)(?=要)|给我们?|还要|需要|那就|先来|再来|好的|改成|改为|订购|采购|下单"
    r"|正好|刚好|刚刚好|那|好|共|要|订(?!金)|买|拿|来|先|就|整(?!单)|(?:嗯|好的?|对|是的?),|嗯|是|[:=])+"
)
_TRAIL = re.compile(
    r"(?:就行了?|就好了?|就?可以了?|即可|够了|谢谢了?|谢了|拜托|吧|啊|哈|呀|哦|哟|啦|嘛|的|整|正|先|[。.!,;~…])+$"
)
_ROUGH_LEAD = re.compile(
    r"(?:大约|大概|差不多|将近|至少|最少|最多|起码|顶多|最低|最高|不少于|不低于|不超过|不高于|不到|超过|估计|可能|应该|也许"
    r"|约|近(?!期)|[快小大](?=[0-9一二三四五六七八九十两几])|上(?=[百千万亿]))"
)
_ROUGH_TRAIL = re.compile(
    r"(?:左右|上下|前后|以上|以下|以内|之内|以外|开外|出头|有余|多一?点|不到|不止|打底|差不多|的?样子|起订|起步|起|\+)$"
)
_QUESTION_LEAD = re.compile("(?:能不能|可不可以|是不是|能否|可否|是否|能(?=.*[吗?]))")
_QUESTION_TRAIL = re.compile(
    "(?:(?:可以|行|好|成|对|是|够)?(?:吗|么)|可以不|行不行?|可不可以|好不好|对不对|对吧|是吧|如何|怎么样|怎样|呢|[?])[?]*$"
)
_BETWEEN = re.compile(r"(.+?)(?:-|~|至|到|或者|或|还是|/|、)(.+)")


def clean(text: str) -> str | Why:
    """`text` written one way, or why it cannot be an answer of a few words."""
    text = text.strip()
    if len(text) > LONGEST:
        return Why.TOO_LONG
    text = _PARTING_COMMA.sub("\uff1b", text)
    folded = "".join(map(_fold, text)).casefold().translate(_FOLDED).translate(_TENS)
    folded = _SPACES.sub("", _DASHES.sub("-", folded.strip())).replace("\u301c", "~")
    return folded or Why.EMPTY


def one_way(char: str) -> str:
    """A character as `clean` writes it: none, one, or several."""
    return _fold(char).casefold().translate(_FOLDED).translate(_TENS)


def _fold(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    if char.isascii():
        return char
    # The mark is "<wide> 0033"; a canonical equal has no angle brackets.
    mark = unicodedata.decomposition(char)
    if mark.startswith(_SAME_THING) or (mark and not mark.startswith("<")):
        return unicodedata.normalize("NFKC", char)
    return char


def without_filler(text: str) -> str:
    """Without the words around an amount that say nothing about it."""
    begun = _LEAD.match(text)
    # "来" alone may be all that is left of a rough number; keep at least one character.
    rest = text[begun.end() :] if begun and begun.end() < len(text) else text
    return _TRAIL.sub("", rest) or rest


def without_roughness(text: str) -> tuple[str, bool]:
    """The text without words such as "about" around it, and whether there were any."""
    begun = _ROUGH_LEAD.match(text)
    rest = text[begun.end() :] if begun else text
    exact = _ROUGH_TRAIL.sub("", rest)
    return exact, exact != text


def without_question(text: str) -> tuple[str, bool]:
    """The text without what makes a question of it, and whether it was one: a price asked for is not agreed."""
    begun = _QUESTION_LEAD.match(text)
    rest = text[begun.end() :] if begun else text
    told = _QUESTION_TRAIL.sub("", rest)
    return told, told != text


def ends(text: str) -> tuple[str, str] | None:
    """The two ends of "300 to 500", when the text has that form."""
    found = _BETWEEN.fullmatch(text)
    return (found[1], found[2]) if found else None

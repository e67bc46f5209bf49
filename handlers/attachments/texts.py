"""What is said of files."""

from __future__ import annotations

from domain.attachments import Purpose
from locales import L, T

REFUSED = {
    "program": T("“%(name)s”是程序一类的文件，不能收。要发图纸、合同，请发 PDF、图片、Office 或图纸原件。"),
    "unknown_type": T("“%(name)s”这种文件收不了。请发图片、PDF、Office 或图纸原件，别的打成 zip 再发。"),
    "too_big": T("“%(name)s”太大了，一份最多 %(most)s MB。压缩一下，或者分开发。"),
    "moving": T("视频和语音收不了，请发照片或文件，或者写字。"),
}
UNNAMED = L("文件", "没有名字的文件")

LABEL = {
    Purpose.BASIS: L("附件", "依据"),
    Purpose.DRAWING: L("附件", "图纸"),
    Purpose.PHOTO: L("附件", "照片"),
    Purpose.OTHER: L("附件", "其他"),
    Purpose.UNSORTED: L("附件", "没分类的"),
    Purpose.DELIVERY: L("附件", "送货单"),
    Purpose.SIGNED: L("附件", "签收单"),
}
AS_SLIP = L("附件", "水单")
BTN_FILES = L("按钮", "附件 %(count)s")
BTN_ADD = L("按钮", "加附件")
ASK = T("%(head)s 加附件：照片或文件直接发给我，可以发几份。")
ASK_NOT_FILE = T("这一步要照片或文件，刚才发的没算数。")
HINT = L("提示", "发照片或文件")
WHICH = T("%(head)s 收到附件 %(count)s 份，算什么？")
WHO_SEES = T("图纸、照片大家都能看；依据、其他只给能看价格的同事看。")
KEPT = T("%(head)s 收到附件：%(kinds)s。")
KEPT_KIND = L("附件", "%(kind)s %(count)s 份")
KEPT_BEFORE = T("%(head)s 这份附件早就收过了。")
SENT_AS_SLIP = T("%(head)s 按水单收下了。")
RELEASED = T("依据齐了，已下达。")
MORE = T("还有就接着发。")
COMMA = L("附件", "、")
CAPTION = T("%(head)s · %(kind)s %(count)s 份")
CAPTION_ONE = L("附件", "%(head)s · %(kind)s · %(who)s %(at)s")
GONE_ONE = T("%(head)s 的%(kind)s（%(who)s %(at)s）打不开了，Telegram 找不到原文件。请%(who)s再发一次。")
GONE_SOME = T("%(head)s 的%(kind)s里有打不开的，一份一份看：")
NOTHING_SEEN = T("没有你能看的附件。")
SORTED_BEFORE = T("这些附件已经分好了。")

PURPOSE_WORDS = {
    Purpose.BASIS: ("合同", "采购单", "订单", "依据", "截图", "回签", "po", "contract"),
    Purpose.DRAWING: ("图纸", "图紙", "圖紙", "图号", "圖號", "cad", "drawing"),
    Purpose.PHOTO: ("照片", "实物", "實物", "现场", "現場", "photo"),
    Purpose.OTHER: ("其他", "其它"),
}
"""Words under a file, or in its name, that say what it is."""

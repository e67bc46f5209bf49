"""Files of an order: what they are for, who may see which, and which are not taken at all."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from domain.process.names import MoneyView

MOST_BYTES = 20 * 1024 * 1024
"""What Telegram lets a bot fetch again; a larger file could be shown but never archived."""
MOST_FILES = 60
"""So many files an order may have."""


class Purpose(StrEnum):
    """What a file of an order is."""

    BASIS = "basis"
    """下单依据: contract, customer's PO, screenshot."""
    DRAWING = "drawing"
    PHOTO = "photo"
    OTHER = "other"
    UNSORTED = "unsorted"
    """Its sender has not said yet."""
    DELIVERY = "delivery"
    SIGNED = "signed"


SORTS = (Purpose.BASIS, Purpose.DRAWING, Purpose.PHOTO, Purpose.OTHER)
"""What somebody may call a file that they send."""
PRICED = frozenset({Purpose.BASIS, Purpose.OTHER, Purpose.UNSORTED})
"""These may show prices; nobody has looked."""


def may_see(purpose: Purpose, money: MoneyView) -> bool:
    """Whether somebody with this sight of money may see files of this purpose."""
    return money is MoneyView.FULL or purpose not in PRICED


def seen_with(money: MoneyView) -> tuple[Purpose, ...]:
    """The purposes whose files may be seen, in the order in which they are shown."""
    return tuple(purpose for purpose in Purpose if may_see(purpose, money))


# ── what is taken ──────────────────────────────────────────────────────────────────────────

DRAWINGS = frozenset({
    "dwg", "dxf", "dwf", "stp", "step", "igs", "iges", "x_t", "x_b", "sldprt", "sldasm", "slddrw", "prt", "asm", "stl",
    "3dm", "ipt", "catpart", "sat",
})  # fmt: skip
TAKEN = DRAWINGS | {
    "jpg", "jpeg", "png", "gif", "bmp", "webp", "heic", "heif", "tif", "tiff",
    "pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "csv", "ppt", "pptx", "dps", "odt", "ods", "rtf", "txt",
    "eml", "msg", "zip", "rar", "7z", "ai", "cdr", "psd", "xml",
}  # fmt: skip
"""Extensions that an order's papers have. All others are refused: the next one may be a program."""
PROGRAMS = frozenset({
    "exe", "msi", "bat", "cmd", "com", "scr", "pif", "cpl", "dll", "sys", "jar", "apk", "ipa", "app", "dmg", "pkg", "deb",
    "rpm", "sh", "bash", "ps1", "psm1", "vbs", "vbe", "js", "jse", "mjs", "wsf", "wsh", "hta", "lnk", "reg", "inf", "py",
    "pl", "php", "elf", "bin", "iso", "img", "vhd", "docm", "xlsm", "pptm", "xlam", "chm", "url", "scf", "html", "htm",
    "svg", "mht",
})  # fmt: skip
_PROGRAM_MIMES = (
    "application/x-msdownload", "application/x-msdos-program", "application/x-dosexec", "application/x-executable",
    "application/vnd.microsoft.portable-executable", "application/x-msi", "application/x-sh", "application/x-bat",
    "application/x-elf", "application/x-mach-binary", "application/vnd.android.package-archive",
    "application/java-archive", "application/javascript", "application/x-javascript", "text/javascript", "text/html",
    "application/hta", "application/x-powershell", "application/x-python", "text/x-python", "text/x-shellscript",
    "image/svg+xml",
)  # fmt: skip
_MOVING = ("video/", "audio/")
_TAKEN_MIMES = (
    "image/", "application/pdf", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.", "application/zip", "application/vnd.rar", "text/plain", "text/csv",
)  # fmt: skip


def trouble(*, name: str | None, mime: str | None, size: int | None) -> str | None:
    """Why a document is not taken: `program`, `moving`, `too_big`, `unknown_type`; None where it is."""
    extension, mime = extension_of(name or ""), (mime or "").lower().partition(";")[0].strip()
    if extension in PROGRAMS or mime in _PROGRAM_MIMES:
        return "program"
    if mime.startswith(_MOVING):
        return "moving"
    if extension not in TAKEN and not (extension == "" and mime.startswith(_TAKEN_MIMES)):
        return "unknown_type"
    return "too_big" if size is not None and size > MOST_BYTES else None


def extension_of(name: str) -> str:
    """What stands behind the last dot, as a computer would read it: full width and trailing dots are no disguise."""
    plain = unicodedata.normalize("NFKC", name)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cc"))
    head, dot, extension = plain.rstrip(" .").rpartition(".")
    return extension.strip().lower() if dot and head else ""

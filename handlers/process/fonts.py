"""Finds a font with Chinese characters: the one that was named, the package's, the system's."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pylopdf_fonts_zh_cn"
PACKAGE_FONT = "NotoSansSC-Regular.otf"
SYSTEM = Path("/usr/share/fonts")
# In this order; Debian's fonts-wqy-microhei is the small one that a server is likely to get.
SYSTEM_FONTS = ("wqy-microhei.ttc", "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "wqy-zenhei.ttc")


class FontMissing(Exception):
    """No font with Chinese characters was found; the message says where it was looked for and what to do."""


def find_font(named: Path | None = None, *, system: Path = SYSTEM) -> Path:
    """The font file for pictures.

    Raises:
        FontMissing: when the named file is not there, or when there is none anywhere.
    """
    if named is not None:
        if not named.is_file():
            raise FontMissing(f"{named}: no such font file; name a font with Chinese characters")
        return named
    package = find_spec(PACKAGE)
    if package is not None and package.origin is not None:
        font = Path(package.origin).with_name(PACKAGE_FONT)
        if font.is_file():
            return font
    for name in SYSTEM_FONTS:
        for font in sorted(system.rglob(name)):
            return font
    raise FontMissing(
        f"no font with Chinese characters: neither the package {PACKAGE.replace('_', '-')} nor one of "
        f"{', '.join(SYSTEM_FONTS)} under {system}. Install the package, or the system's fonts-wqy-microhei"
    )

"""A link as a picture that a telephone's camera reads."""

from __future__ import annotations

import io

import segno

SCALE = 10
"""Pixels a module: a link of sixty characters makes a picture that can be read across a desk."""
QUIET = 4
"""Modules of white around it, as the standard asks."""


def qr_picture(link: str) -> bytes:
    """A PNG. Fifteen in a hundred modules may be unreadable: screens are photographed at an angle."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="png", scale=SCALE, border=QUIET)
    return out.getvalue()

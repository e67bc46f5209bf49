"""Photos and documents: from uploaded bytes or a file_id to what a message carries, with the limits of sending."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from typing import Any, Final

from sandbox import pictures
from sandbox.rules import refusal
from sandbox.state import Files, StoredFile

PHOTO_BYTES: Final = 10 * 1024 * 1024
PHOTO_SIDES: Final = 10_000
PHOTO_RATIO: Final = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """One file part of a multipart request."""

    name: str
    content: bytes


def file_of(files: Files, value: str, uploads: dict[str, Upload], kind: str) -> StoredFile:
    """The file that a parameter means: ``attach://part`` or the id of an earlier one. URLs are not fetched here."""
    if value.startswith("attach://"):
        upload = uploads.get(value.removeprefix("attach://"))
        if upload is None:
            raise refusal("media_must_be_upload", name=value)
        return keep(files, upload.content, upload.name, kind)
    known = files.by_id(value)
    if known is None or (kind == "photos" and pictures.size_of(known.content) is None):
        raise refusal("wrong_file")
    return known


def keep(files: Files, content: bytes, name: str, kind: str) -> StoredFile:
    """Stores uploaded bytes; raises ``Refused`` for what Telegram would not take."""
    if not content:
        raise refusal("file_empty")
    if kind == "photos":
        _check_photo(content)
    mime = pictures.mime_of(content) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return files.store(content, name or "file", mime, kind)


def _check_photo(content: bytes) -> None:
    if len(content) > PHOTO_BYTES:
        raise refusal("photo_too_big", size=len(content))
    size = pictures.size_of(content)
    if size is None:
        raise refusal("not_a_picture")
    short, long = sorted(size)
    if short < 1 or sum(size) > PHOTO_SIDES or long > PHOTO_RATIO * short:
        raise refusal("photo_dimensions")


def photo_media(file: StoredFile) -> dict[str, Any]:
    """The ``photo`` field of a message: one size is enough here."""
    width, height = pictures.size_of(file.content) or (1, 1)
    return {"photo": [_base(file) | {"width": width, "height": height}]}


def document_media(file: StoredFile) -> dict[str, Any]:
    """The ``document`` field of a message."""
    return {"document": _base(file) | {"file_name": file.name, "mime_type": file.mime}}


def _base(file: StoredFile) -> dict[str, Any]:
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.content)}

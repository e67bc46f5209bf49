"""评审意见: capability, risks, benefit, suggestions. Kept for each person and seat until the vote takes it over."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from db.models import Assessment

RATED: Final = ("technical", "resources", "market")
RATINGS: Final = ("enough", "barely", "lacking")
"""够、勉强、不够."""
TOLD: Final = ("risks", "benefit", "suggestions")


def kept(session: Session, seat_id: int, person_id: int) -> dict[str, Any]:
    """What this person has said about it so far."""
    row = session.get(Assessment, (seat_id, person_id))
    return dict(row.said) if row is not None else {}

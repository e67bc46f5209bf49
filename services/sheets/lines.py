"""Order lines by a sheet: they fill the draft that waits for them, and are never guessed."""

from __future__ import annotations

from services.sheets.goods import Shelf, line_of
from services.sheets.judging import Change, Fault, Judged, Row

MOST_LINES = 200
"""So many lines an order may have."""


def judge(judged: Judged, rows: list[Row], goods: Shelf, currency: str) -> None:
    """Every row a line; a row of which anything is not sure is a fault."""
    if len(rows) > MOST_LINES:
        judged.faults.append(Fault(rows[MOST_LINES].n, "", "", "too_many_lines", {"rows": str(MOST_LINES)}))
        return
    seen: dict[int, int] = {}
    for row in rows:
        line = line_of(judged, row, goods, currency)
        if line is None:
            continue
        if line["product"] in seen:
            judged.warn("product_again", row=str(row.n), before=str(seen[line["product"]]), code=line["code"])
        seen.setdefault(line["product"], row.n)
        judged.changes.append(Change(row.n, "new", f"{line['code']} {line['name']}"))
        judged.effects.append(line)

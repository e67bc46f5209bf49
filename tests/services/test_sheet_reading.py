"""Files as they come: what is read of them, and what is refused before it can do harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from services.sheets import package, reading
from services.sheets.reading import Page, Unreadable, open_apart, pages
from tests.support.sheets import workbook


def only(body: bytes, name: str = "a.xlsx") -> tuple[tuple[str, ...], ...]:
    [page] = pages(name, body)
    return page.rows


def trouble(body: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(Unreadable) as refused:
        open_apart(name, body)
    return refused.value.code


def special() -> bytes:
    """Cells of every sort, as Excel keeps them."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("订单")
    hidden = book.add_worksheet("藏")
    hidden.hide()
    hidden.write(0, 0, "x")
    day = book.add_format({"num_format": "m月d日"})
    sheet.write_datetime(0, 0, date(2026, 12, 5), day)
    sheet.write_number(0, 1, 58.1)
    sheet.write_number(0, 2, 13912342210)
    sheet.write_number(0, 3, 0.1 + 0.2)
    sheet.write_number(1, 0, 91320594700000000123)
    sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    sheet.write_formula(1, 2, "=100*3", None, 300)
    sheet.write_string(1, 3, "a\tb\x01 ")
    book.close()
    return stream.getvalue()


def test_cells_are_read_as_a_person_would_write_them():
    assert only(special()) == (
        ("2026-12-05", "58.1", "13912342210", "0.3"),
        ("9.1320595E+19", "#DIV/0!", "300", "a b"),
    )


def test_a_process_apart_reads_the_same():
    assert open_apart("a.xlsx", special()) == [Page("订单", only(special()))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_that_excel_writes(encoding: str):
    text = '客户名称,电话\n"宏达,机电",="0051266881234"\n'
    assert only(text.encode(encoding), "a.csv") == (("客户名称", "电话"), ("宏达,机电", "0051266881234"))


def without_results() -> bytes:
    """Formulas as a program leaves them, and as Excel does; both say 请算 in the workbook."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("单")
    sheet.write_formula(0, 0, "=1+1")
    sheet.write_formula(0, 1, "=1+1", None, 2)
    sheet.write_formula(0, 2, '=""', None, "")
    sheet.write_formula(0, 3, '="甲"', None, "甲")
    sheet.write_number(0, 4, 0)
    book.close()
    return stream.getvalue()


def test_a_formula_without_a_result_is_no_empty_cell():
    """openpyxl and xlsxwriter leave results to Excel: read as empty, a price or the money received would be left out."""
    assert only(without_results()) == (("=?", "2", "=?", "甲", "0"),)
    assert only(emptied(without_results())) == (("=?", "2", "=?", "甲", "0"),)


def emptied(body: bytes) -> bytes:
    """The same with nothing where the result would be, as openpyxl writes it, and no wish to be computed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(b' fullCalcOnLoad="1"', b"")
            new.writestr(name, text.replace(b"</f><v>0</v>", b"</f><v></v>"))
    return stream.getvalue()


def test_what_is_merged_downwards_is_meant_for_every_row_but_a_number():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 2, 0, "HT-1")
    sheet.merge_range(0, 1, 1, 1, 300)
    sheet.merge_range(0, 2, 0, 3, "标题")
    sheet.write_column(0, 4, ["a", "b", "c"])
    book.close()
    assert only(stream.getvalue()) == (
        ("HT-1", "300", "标题", "", "a"),
        ("HT-1", reading.MERGED, "", "", "b"),
        ("HT-1", "", "", "", "c"),
    )


def test_a_title_above_a_csv_has_no_marks():
    rows = only("2026 年产品\n编号;名称;地址\nX1;电机;苏州,相城,元和\n".encode(), "a.csv")
    assert rows[2] == ("X1", "电机", "苏州,相城,元和")


def test_tabs_and_semicolons_part_as_well():
    assert only("型号;数量\nX200;300\n".encode(), "a.csv") == (("型号", "数量"), ("X200", "300"))
    assert only("型号\t数量\nX200\t300\n".encode("gb18030"), "a.xls") == (("型号", "数量"), ("X200", "300"))


def bomb() -> bytes:
    """A part that unpacks to three hundred megabytes."""
    stream = io.BytesIO(workbook(["a"]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as box:
        box.writestr("xl/media/x.xml", b"0" * (300 << 20))
    return stream.getvalue()


def lying_bomb() -> bytes:
    """The same, saying that it is small."""
    body = bytearray(bomb())
    at = body.rindex(b"xl/media/x.xml") - 46
    assert body[at : at + 4] == b"PK\x01\x02"
    body[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(body)


def far_apart() -> bytes:
    """Two cells in five kilobytes, for which the reader would want half a terabyte."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write(0, 0, 1)
    sheet.write(1048575, 16383, 1)
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04" + b"\0" * 50, "broken"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "broken"),
        (b"<html><table></table></html>", "web_page"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_sheet"),
        (workbook(["", ""]), "empty"),
        (workbook(*(["x"] for _n in range(reading.MOST_ROWS + 30))), "too_many_rows"),
        (workbook(["x"] * 101), "too_many_columns"),
        (b"\n".join(b"a,b" for _n in range(6000)), "too_many_rows"),
    ],
    ids=["nothing", "no zip", "no xls", "a web page", "a picture", "empty cells", "rows", "columns", "csv rows"],
)  # fmt: skip
def test_what_cannot_be_read_is_said(body: bytes, code: str):
    assert trouble(body) == code


def test_a_zip_of_something_else():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as box:
        box.writestr("word/document.xml", "x")
    assert trouble(stream.getvalue()) == "not_a_sheet"


def test_bombs_do_not_go_off():
    assert trouble(bomb()) == "too_heavy"
    assert trouble(lying_bomb()) in ("broken", "too_heavy")
    assert trouble(far_apart()) == "too_heavy"


def test_nothing_but_the_limit_of_memory_would_stop_the_far_cells():
    """The negative control: neither its bytes nor what it unpacks to say anything of it."""
    with zipfile.ZipFile(io.BytesIO(far_apart())) as box:
        assert sum(part.file_size for part in box.infolist()) < 100_000
    assert package.failed_cells(far_apart()) == {"Sheet1": {}}


def test_more_than_twenty_megabytes():
    assert trouble(b"a" * (reading.MOST_BYTES + 1)) == "too_big"

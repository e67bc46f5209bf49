"""The picture of the tree: Chinese without boxes, nothing cut, made for a phone; and the command line."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from bot import cli, process_cli
from bot.book_file import default_book_bytes, read_book
from domain.process.loader import load_book
from handlers.process.fonts import FontMissing
from handlers.process.picture import SCALE, WIDTH, draw_chart, find_font
from locales import LANGUAGES

COMPANY = Path(__file__).parent.parent / "data" / "consignment.toml"


def drawn(lang: str = "zh_Hans_CN", text: str | None = None) -> Image.Image:
    book = load_book((text or default_book_bytes().decode()).encode(), source="book.toml")
    return Image.open(BytesIO(draw_chart(book, lang, font=find_font()))).convert("L")


def ink(picture: Image.Image) -> int:
    """Dark pixels: letters, branches, chips."""
    return sum(picture.histogram()[:110])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_fits_a_phone_held_upright(lang: str) -> None:
    picture = drawn(lang)
    assert picture.width == WIDTH * SCALE == 780
    assert 1.3 < picture.height / picture.width < 2.2
    assert 0.08 < ink(picture) / (picture.width * picture.height) < 0.5
    # Nothing is cut: a margin of plain paper runs all around.
    frame = [picture.crop(box) for box in ((0, 0, 780, 16), (0, 0, 16, picture.height), (764, 0, 780, picture.height))]
    assert [ink(edge) for edge in frame] == [0, 0, 0]


def test_every_leaf_and_its_control_points_are_in_the_picture() -> None:
    text = default_book_bytes().decode()
    whole = drawn(text=text)
    fewer = drawn(text=text.replace('name = { zh = "备货订单"', 'name = { zh = "·"'))
    assert ink(fewer) < ink(whole)


def test_long_names_are_broken_and_not_cut() -> None:
    old, long = 'name = { zh = "下单控制"', "先付全款才能排产的那种预付订单" * 3
    picture = drawn(text=default_book_bytes().decode().replace(old, f'name = {{ zh = "{long}"'))
    assert picture.height > drawn().height
    edge = picture.crop((764, 0, 780, picture.height))
    assert ink(edge) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_font_has_a_glyph_for_every_character_of_the_book(lang: str) -> None:
    font = ImageFont.truetype(str(find_font()), 24)
    box = bytes(font.getmask("\U0010fffe"))
    book = read_book(None)
    names = [book.title, *(d.name for d in book.departments.values()), *(leaf.name for leaf in book.leaves.values())]
    names += [leaf.plain for leaf in book.leaves.values()] + list(book.checkpoint_names.values())
    characters = {char for words in names for char in words.in_(lang) if not char.isspace()}
    assert [char for char in characters if bytes(font.getmask(char)) == box] == []


def test_a_font_is_looked_for_in_order_and_its_lack_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "own.otf"
    with pytest.raises(FontMissing, match=r"own\.otf"):
        find_font(named)
    named.write_bytes(b"")
    assert find_font(named) == named
    assert find_font().name == "NotoSansSC-Regular.otf"
    monkeypatch.setattr("handlers.process.fonts.PACKAGE", "no_such_package_of_fonts")
    with pytest.raises(FontMissing, match="fonts-wqy-microhei"):
        find_font(system=tmp_path)
    system = tmp_path / "truetype" / "wqy" / "wqy-microhei.ttc"
    system.parent.mkdir(parents=True)
    system.write_bytes(b"")
    assert find_font(system=tmp_path) == system


# ── python -m bot process ──────────────────────────────────────────────────────────────────


def run(*words: str, book: Path | None = None) -> int:
    return process_cli.run(cli.build_parser("process").parse_args(["process", *words]), book)


def test_check_passes_a_good_book_and_names_its_leaves(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check") == 0
    assert "6 leaves: standard, prepaid.release" in capsys.readouterr().out
    assert run("check", book=COMPANY) == 0
    assert "texts lack a translation" in capsys.readouterr().out


def test_check_prints_every_fault_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "book.toml"
    wrong.write_text(
        COMPANY.read_text(encoding="utf-8").replace('"50%"', '"150%"').replace('"CNY"', '"YUAN"'), encoding="utf-8"
    )
    for verb in (["check"], ["show"], ["chart", str(tmp_path / "x.png")]):
        assert run(*verb, book=wrong) == 1
        told = capsys.readouterr().err
        assert 'book.toml:9: money.currency: unknown currency "YUAN". To mend: known are: CNY' in told
        assert "leaf.consignment.condition[1].share: 150% is over 100 %" in told
        assert "2 fault(s)" in told


def test_show_prints_a_leaf_for_staff(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "consignment", book=COMPANY) == 0
    told = capsys.readouterr().out
    assert "付款条件：装车 · 50% 到账" in told
    assert "要问的：客户、产品、寄售点、结算周期、要求交期" in told
    assert run("show", "prepaid.shipmen") == 2
    assert "did you mean prepaid.shipment" in capsys.readouterr().err
    assert run("show") == 0
    assert "│  └─ 预付订单" in capsys.readouterr().out


def test_chart_and_init_write_files_and_never_over_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture, copy = tmp_path / "chart.png", tmp_path / "book.toml"
    assert run("chart", str(picture), book=COMPANY) == 0
    with Image.open(picture) as image:
        assert image.width == 780
    assert run("chart", str(tmp_path / "chart.pdf")) == 2
    assert run("chart", str(tmp_path / "no" / "chart.png")) == 2
    assert run("chart", str(picture), "--font", str(tmp_path / "none.otf")) == 2
    assert run("init", str(copy)) == 0
    assert read_book(copy).revision == read_book(None).revision
    copy.write_text("edited")
    assert run("init", str(copy)) == 2
    assert copy.read_text() == "edited"
    assert "is there already" in capsys.readouterr().err

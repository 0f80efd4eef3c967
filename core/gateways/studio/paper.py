"""Papers as PDF: A4, quiet, with tables that break between rows."""

import io
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from core.domain.book import Paper, PaperTable
from core.domain.picture import Picture
from core.gateways.studio.drawing import drawn

_FONT: Final = "DejaVu"
_INK, _SOFT, _LINE, _BLUE = (20, 32, 43), (102, 120, 138), (227, 232, 237), (47, 125, 225)
_LEFT, _WIDTH = 16, 178


class _Pdf(FPDF):
    """The page with what stands on each of them."""

    def __init__(self, paper: Paper) -> None:
        super().__init__("P", "mm", "A4")
        self.paper = paper
        folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
        self.add_font(_FONT, "", str(folder / "DejaVuSans.ttf"))
        self.add_font(_FONT, "B", str(folder / "DejaVuSans-Bold.ttf"))
        self.set_margins(_LEFT, 16, _LEFT)
        self.set_auto_page_break(True, 22)
        self.alias_nb_pages("{total}")

    def footer(self) -> None:
        """Whose work it is, the code, the number of the page."""
        self.set_y(-16)
        self.set_draw_color(*_LINE)
        self.line(_LEFT, self.get_y(), _LEFT + _WIDTH, self.get_y())
        self.set_font(_FONT, "", 7)
        self.set_text_color(*_SOFT)
        label = f"{self.paper.footer}   {self.paper.code}".strip()
        self.cell(_WIDTH / 2, 8, label)
        self.cell(_WIDTH / 2, 8, self.paper.page.replace("{n}", str(self.page_no())), align="R")


def written(paper: Paper) -> bytes:
    """The paper as PDF."""
    pdf = _Pdf(paper)
    pdf.set_title(paper.title)
    pdf.set_creator("AutoTrack")
    pdf.add_page()
    _head(pdf, paper)
    _facts(pdf, paper)
    if paper.picture is not None:
        _picture(pdf, paper.picture)
    if paper.curve is not None:
        curve = Picture("", "", paper.language, dark=False, curves=(paper.curve,), bare=True)
        _heading(pdf, paper.curve.title, 70)
        pdf.image(io.BytesIO(drawn(curve)), x=_LEFT, w=_WIDTH)
        pdf.ln(3)
    for table in paper.tables:
        _table(pdf, table)
    return bytes(pdf.output())


def _head(pdf: _Pdf, paper: Paper) -> None:
    pdf.set_text_color(*_INK)
    pdf.set_font(_FONT, "B", 19 if len(paper.title) < 36 else 14)
    pdf.multi_cell(_WIDTH, 9, _plain(paper.title), new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.set_font(_FONT, "", 9.5)
    pdf.set_text_color(*_SOFT)
    pdf.multi_cell(_WIDTH, 5.5, _plain(paper.subtitle), new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.ln(3)
    if paper.code:
        pdf.set_fill_color(244, 246, 248)
        pdf.set_font(_FONT, "B", 10)
        pdf.set_text_color(*_INK)
        pdf.cell(_WIDTH, 8, f"  {paper.code_label}  {paper.code}", fill=True, new_x="LMARGIN", new_y="NEXT")
        if paper.check:
            pdf.set_font(_FONT, "", 7.5)
            pdf.set_text_color(*_BLUE)
            pdf.cell(_WIDTH, 6, f"  {paper.check}", link=paper.check, fill=True, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)


def _facts(pdf: _Pdf, paper: Paper) -> None:
    """Two columns of what is known."""
    for start in range(0, len(paper.facts), 2):
        pair = paper.facts[start : start + 2]
        top = pdf.get_y()
        for place, (label, value) in enumerate(pair):
            pdf.set_xy(_LEFT + place * _WIDTH / 2, top)
            pdf.set_font(_FONT, "", 7.5)
            pdf.set_text_color(*_SOFT)
            pdf.cell(_WIDTH / 2, 4, _plain(label), new_x="LEFT", new_y="NEXT")
            pdf.set_font(_FONT, "B", 10)
            pdf.set_text_color(*_INK)
            pdf.cell(_WIDTH / 2 - 4, 6, _cut(pdf, _plain(value), _WIDTH / 2 - 6))
        pdf.set_xy(_LEFT, top + 12)
    pdf.ln(2)


def _picture(pdf: _Pdf, picture: Picture) -> None:
    for stacked in picture.stacked:
        _heading(pdf, stacked.title, 90)
        bare = Picture("", "", picture.language, dark=False, stacked=(stacked,), bare=True)
        pdf.image(io.BytesIO(drawn(bare)), x=_LEFT, w=_WIDTH)
        pdf.ln(3)


def _heading(pdf: _Pdf, title: str, room: float = 30) -> None:
    if pdf.will_page_break(room):
        pdf.add_page()
    pdf.set_font(_FONT, "B", 12)
    pdf.set_text_color(*_INK)
    pdf.cell(_WIDTH, 9, _plain(title), new_x="LMARGIN", new_y="NEXT")


def _table(pdf: _Pdf, table: PaperTable) -> None:
    _heading(pdf, table.title)
    pdf.set_font(_FONT, "", 8)
    if not table.rows:
        pdf.set_text_color(*_SOFT)
        pdf.multi_cell(_WIDTH, 6, _plain(table.empty), new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)
        return
    pdf.set_draw_color(*_LINE)
    pdf.set_fill_color(255, 255, 255)
    aligns = tuple("RIGHT" if place in table.right else "LEFT" for place in range(len(table.head)))
    style: dict[str, Any] = {
        "col_widths": table.widths,
        "text_align": aligns,
        "line_height": 4.4,
        "padding": (1.4, 1.5, 1.4, 1.5),
        "borders_layout": TableBordersLayout.HORIZONTAL_LINES,
        "headings_style": FontFace(emphasis="BOLD", color=_SOFT),
        "width": _WIDTH,
    }
    pdf.set_text_color(*_INK)
    with pdf.table(**style) as shown:
        for row in (table.head, *table.rows):
            line = shown.row()
            for cell in row:
                line.cell(_plain(cell))
    pdf.ln(5)


def _cut(pdf: _Pdf, text: str, width: float) -> str:
    if pdf.get_string_width(text) <= width:
        return text
    while text and pdf.get_string_width(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def _plain(text: str) -> str:
    """What the font has signs for."""
    return "".join(
        char for char in text.replace("\u202f", "\u00a0") if ord(char) < 0x2C00 or 0xA640 <= ord(char) < 0xFB50
    )

"""The paper of a joint meeting, two pages of a DOCX: figures, then cases that are stuck.

Comes in: an agenda, the office's words. Goes out: bytes of a file. Does not: count, or choose.
"""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Final

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from bot.digests.community import TOLD, Standing
from bot.digests.meetings import Agenda, Proposal, Stuck, days_open
from bot.domain.case import CaseEvent
from bot.domain.deadlines import SHANGHAI
from bot.domain.matters import Level
from bot.domain.place import appended
from bot.domain.value import Value
from bot.journey import unmet
from bot.journey.office import Office
from bot.journey.words.resolved import line_of
from bot.journey.words.wording import case_words, short_name

_ROWS: Final = 14
"""Rows of a table at most, so that both stand on one page."""

_MARGIN: Final = Cm(1.8)
_SIZE: Final = Pt(9.5)


def paper(office: Office, found: Agenda) -> bytes:
    """The file."""
    sheet = _sheet(office)
    period = found.overview.period
    begin, end = period.begin.astimezone(SHANGHAI), period.end.astimezone(SHANGHAI)
    sheet.add_heading(_word(office, "title"), level=1)
    counts = found.overview.counts
    sheet.add_paragraph(
        _word(office, "period").format(
            begin=f"{begin:%Y-%m-%d}",
            days=(end - begin).days,
            opened=counts["opened"],
            done=counts["done"],
            open=counts["open"],
        )
    )
    names = office.maps.names | {grid.id: grid.name for grid in office.directory.grids}
    total = {"": office.words.term("rate", "total")}
    _table(office, sheet, "grids", [found.overview.total, *found.overview.grids], names | total)
    _table(office, sheet, "departments", found.overview.departments, {})
    _owed(office, sheet, found)
    sheet.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    sheet.add_heading(_word(office, "stuck"), level=2)
    for one in found.stuck:
        _case(office, sheet, one)
    now = office.clock.now()
    decided = [line_of(office, one, late=one.is_late(now)) for one in found.decided]
    _listed(office, sheet, "decided", decided)
    _listed(office, sheet, "unmet", [unmet.line_of(office, one) for one in found.unmet[:_ROWS]])
    _listed(office, sheet, "proposals", [_proposed(office, one) for one in found.proposals])
    out = BytesIO()
    sheet.save(out)
    return out.getvalue()


def _sheet(office: Office) -> Paper:
    """An empty paper with narrow margins and a typeface that has Chinese."""
    sheet: Paper = Document()
    for section in sheet.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin = section.bottom_margin = _MARGIN
    name = _word(office, "font")
    for style in ("Normal", "Heading 1", "Heading 2"):
        font = sheet.styles[style].font
        font.name = name
        sheet.styles[style].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
    normal = sheet.styles["Normal"]
    normal.font.size = _SIZE
    normal.paragraph_format.space_after = Pt(2)
    return sheet


def _word(office: Office, name: str) -> str:
    return office.words.term("paper", name)


def _table(
    office: Office,
    sheet: Paper,
    head: str,
    standings: Sequence[Standing],
    names: Mapping[str, str],
) -> None:
    told = [one for one in standings if any(one.now[rate].whole for rate in TOLD)][:_ROWS]
    if not told:
        return
    sheet.add_heading(_word(office, head), level=2)
    titles = [office.words.term("rate", rate) for rate in TOLD]
    table = sheet.add_table(rows=1, cols=1 + len(TOLD), style="Light Grid Accent 1")
    _fill(table.rows[0].cells, [_word(office, head), *titles])
    for one in told:
        cells = [_cell(office, one.now[rate], one.before[rate]) for rate in TOLD]
        _fill(table.add_row().cells, [names.get(one.id, one.id), *cells])


def _fill(cells: Iterable[object], texts: Iterable[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text  # type: ignore[attr-defined]


def _cell(office: Office, now: Value, before: Value) -> str:
    few = office.figures.few
    shown, earlier = now.shown(few), before.shown(few)
    if shown is None:
        return _word(office, "few").format(count=now.whole) if now.whole else ""
    return shown + "%" + (_word(office, "before").format(value=earlier) if earlier else "")


def _listed(office: Office, sheet: Paper, head: str, lines: Sequence[str]) -> None:
    sheet.add_heading(_word(office, head), level=2)
    for line in lines:
        sheet.add_paragraph(line, style="List Bullet")
    if not lines:
        sheet.add_paragraph(_word(office, "none"))


def _owed(office: Office, sheet: Paper, found: Agenda) -> None:
    """Departments that owe an answer, and tasks that were given back."""
    comma, now = office.words.term("mark", "comma"), office.clock.now()
    owing = [
        office.words.term("rate", "owing").format(
            name=one.department, count=len(one.cases), days=(now - one.since).days + 1
        )
        for one in found.overview.owing[:_ROWS]
    ]
    pushed = [f"{name}{count}" for name, count in found.overview.pushed[:_ROWS]]
    for name, listed in (("owing", owing), ("pushed", pushed)):
        words = comma.join(listed) or _word(office, "none")
        sheet.add_paragraph(_word(office, name) + words)


def _case(office: Office, sheet: Paper, one: Stuck) -> None:
    line = sheet.add_paragraph(style="List Number")
    line.add_run(
        _word(office, "case").format(
            name=_named(office, one),
            lamp=office.words.term("lamp", one.lamp.value),
            days=days_open(one.case, office.clock.now()),
            where=_where(office, one),
        )
    ).bold = True
    steps = [_step(office, event) for event in one.steps]
    sheet.add_paragraph(_word(office, "then").join(steps))


def _named(office: Office, one: Stuck | Proposal) -> str:
    words = case_words(office, one.case)
    return f"#{one.case.number} {appended(words['place'], words['matter'])}"


def _where(office: Office, one: Stuck) -> str:
    if one.case.level is Level.DEPARTMENT:
        return short_name(one.case.company or one.case.department)
    return office.words.term("level", one.case.level.value)


def _step(office: Office, event: CaseEvent) -> str:
    """Day and step; of whom where the step was to somebody."""
    day = f"{event.at.astimezone(SHANGHAI):%m-%d}"
    whom = event.detail.get("department") or event.detail.get("departments") or ""
    if isinstance(whom, list | tuple):
        whom = office.words.term("mark", "comma").join(map(str, whom))
    return f"{day} {office.words.term('event', event.kind.value)}{short_name(str(whom))}"


def _proposed(office: Office, one: Proposal) -> str:
    comma = office.words.term("mark", "comma")
    return _word(office, "proposal").format(
        name=_named(office, one),
        kind=office.words.term("whistle", one.kind.value),
        departments=comma.join(map(short_name, one.departments)),
        number=one.case.number,
    )

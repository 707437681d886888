"""The map of 60 people and 25 places, beside the same shapes put into a bare QGraphicsScene."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsSimpleTextItem

from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.case_map import case_map
from roth_planner.workbook.map_cards import PAD, Voice, line_tops
from roth_planner.workbook.map_layout import MapLayout, lay_out
from tests.benchmarks.measure import Row, side_by_side
from tests.fixtures import PASSPHRASE
from tests.fixtures.large_case import large_case

LIMIT = 3.0
SIZE = (1000, 800)


def measure(folder: Path) -> Row:
    """From what was read to the last dot: laid out, put into a scene, and drawn."""
    from ui import theme
    from ui.maps import pens
    from ui.maps.map_scene import MapScene
    from ui.theme import Role

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application, theme.Theme())
    workbook, _code = Workbook.create(
        folder / "map.rothvault", PASSPHRASE, kind="practice", cost=FLOOR
    )
    shown = case_map(workbook, large_case(workbook))
    assert shown.young_person is not None
    young = shown.young_person.ref
    assert (len(shown.everybody), len(shown.places)) == (60, 25)
    paper = QImage(*SIZE, QImage.Format.Format_ARGB32_Premultiplied)

    def draw(scene: QGraphicsScene, layout: MapLayout) -> None:
        paper.fill(0)
        painter = QPainter(paper)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scene.render(painter, QRectF(0, 0, *SIZE), QRectF(*layout.bounds))
        painter.end()

    def ours() -> None:
        scene = MapScene()
        layout = lay_out(shown, pens.measure())
        scene.show_layout(layout, young)
        draw(scene, layout)

    known = lay_out(shown, pens.measure())

    def bare() -> None:
        now = theme.current()
        scene = QGraphicsScene()
        ink, ground = QBrush(now.colour(Role.TEXT)), QBrush(now.colour(Role.SURFACE))
        fonts = {bold: pens.letters(15 if bold else 13, bold) for bold in (False, True)}
        for stroke in known.strokes:
            path = QPainterPath()
            path.moveTo(*stroke.points[0])
            for point in stroke.points[1:]:
                path.lineTo(*point)
            scene.addPath(path, pens.tone_pen(stroke.tie.tone))
            if stroke.word_at:
                behind = scene.addRect(QRectF(*stroke.word_at), QPen(), ground)
                words = QGraphicsSimpleTextItem(stroke.word.text, behind)
                words.setFont(fonts[False])
                words.setPos(stroke.word_at.x, stroke.word_at.y)
        for card in known.cards.values():
            outline = QPainterPath()
            outline.addRoundedRect(0, 0, card.box.width, card.box.height, 6, 6)
            item = scene.addPath(outline, QPen(ink, card.face.ring), ground)
            item.setPos(card.box.x, card.box.y)
            tops = line_tops(card.face.lines, card.face.ring)
            for line, top in zip(card.face.lines, tops, strict=True):
                words = QGraphicsSimpleTextItem(line.words, item)
                words.setFont(fonts[line.voice is Voice.NAME])
                words.setBrush(ink)
                words.setPos(PAD, top)
        draw(scene, known)

    row = side_by_side("map of 60 people, 25 places", ours, bare, LIMIT, rounds=9)
    workbook.close()
    return row

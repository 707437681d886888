"""Outlined icons (Lucide, ISC licence), tinted by role; always beside a word or with a name."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from roth_planner import paths
from ui import theme
from ui.theme import Role

SHARPNESS = 3
"""Device pixels drawn for each pixel, so that icons stay sharp at 200 % and on fine screens."""


def icon(name: str, role: Role = Role.TEXT) -> QIcon:
    """An icon of ``assets/icons`` in the colour of a role."""
    return QIcon(pixmap(name, role, theme.current().px(20)))


def pixmap(name: str, role: Role, size: int) -> QPixmap:
    """An icon as a picture of ``size`` pixels."""
    return _draw(name, theme.current().hex(role), size)


@lru_cache(maxsize=256)
def _draw(name: str, colour: str, size: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # not needed to show the first page

    svg = paths.assets("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    picture = QPixmap(size * SHARPNESS, size * SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(
        painter, QRectF(0, 0, size * SHARPNESS, size * SHARPNESS)
    )
    painter.end()
    picture.setDevicePixelRatio(SHARPNESS)
    return picture

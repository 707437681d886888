"""The open document: the only door to data."""

from __future__ import annotations

from roth_planner.workbook.parts import Changes, Ref, Snapshot
from roth_planner.workbook.workbook import Workbook

__all__ = ["Changes", "Ref", "Snapshot", "Workbook"]

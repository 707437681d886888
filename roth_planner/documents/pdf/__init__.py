"""Outlines on paper: ``render`` makes a tagged PDF, and says what it could not print."""

from __future__ import annotations

from roth_planner.documents.pdf.build import Rendered, render
from roth_planner.documents.pdf.characters import Unprintable

__all__ = ["Rendered", "Unprintable", "render"]

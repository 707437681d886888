"""A wheel carries ``assets`` inside ``roth_planner``; an editable install reads the checkout's."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsInWheel(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the assets folder to a real wheel, and to that only."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by Hatchling before a wheel is made; ``version`` is standard or editable."""
        if version == "standard":
            build_data["force_include"]["assets"] = "roth_planner/assets"

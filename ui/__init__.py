"""The workbook with a screen: Qt widgets over ``roth_planner``, which knows nothing of them."""

from ui import binding

binding.hold()

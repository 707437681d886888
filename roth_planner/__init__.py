"""ROTH Planner: the workbook of a chair of Risk Outside of the Home conferences."""

__version__ = "0.1.0"

"""Rows, sections and lists drawn from the guides."""

"""Draws the window and the documents, so that a person can look at them.

``python -m tests.look --to DIR [--page NAME]`` needs no screen.
"""

"""Killing, cutting, flipping and filling: whatever happens to a vault, nothing kept is lost.

``python -m tests.torture`` runs the short form (under 4 minutes on 2 cores), ``--long`` the whole.
Each harness has teeth: it is also run on a build that was broken on purpose, and must fail there.
"""

"""The tests, as one package: so that ``tests/ui`` is never taken for the window's own ``ui``."""

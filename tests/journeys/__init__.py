"""Whole ways through the program, as a person goes them: real vaults, no mocks, no waiting."""

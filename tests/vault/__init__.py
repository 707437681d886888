"""The vault, used as a person and as somebody hostile would."""

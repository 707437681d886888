"""How fast the program is beside the bare thing, measured in the same run."""

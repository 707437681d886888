"""Sample cases to practise on, in a vault of their own kind."""

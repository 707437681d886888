"""Pictures of a case, each with a list beside it: the map, the weighting board, their own map."""

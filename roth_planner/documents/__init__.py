"""Paper: a case, through an audience, becomes an outline and then pages."""

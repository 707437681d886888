"""One builder per document: a case, through an audience, becomes an outline."""

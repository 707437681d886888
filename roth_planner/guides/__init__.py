"""What is asked: guides, their kinds and rules, and the catalogue that reads them."""

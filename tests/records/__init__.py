"""What is kept: columns that fit their questions, and two circles of people kept apart."""

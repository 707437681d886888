"""Case files and the sample cases."""

"""Logbooks of other apps, read by their content: decided once per file, never row by row."""

"""The clock that asks what is due."""

"""Handlers that answer one update."""

"""Conversations with steps, one module each."""

"""Trivial stateless echo bots, each run by an environment of its own: what a library alone costs."""

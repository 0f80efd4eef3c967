"""Talking about vehicles: what may leave, what comes back, questions that rows answer."""

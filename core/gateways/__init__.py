"""Ports on vendors and on the machine, one module each."""

"""Speed, memory, accuracy, load and faults, measured on this code: `make bench`.

A module here with a NAME and a `run()` that gives rows is a bench; the others hold what benches share.
"""

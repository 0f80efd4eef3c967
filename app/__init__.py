"""The only package that knows every part: settings, wiring, the command line."""

"""Views turn data into a screen and decide nothing."""

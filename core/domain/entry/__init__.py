"""One line of text, as people type it, turned into an entry of the logbook; no table, no network, no model."""

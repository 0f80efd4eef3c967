"""Where pictures and papers are made: a process of its own, so that no chat waits for a drawing."""

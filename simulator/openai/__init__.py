"""An OpenAI-compatible server that says what it was told to say, also what no server should."""

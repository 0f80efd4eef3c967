"""Schema changes, made by Tortoise and read before they are kept."""

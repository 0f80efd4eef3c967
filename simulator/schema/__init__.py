"""The Bot API as facts: names, types, limits and enumerations."""

"""The directory of garages: places, towns, ways to read open data, ratings."""

"""The cities: all of them as list and map, and one from near."""

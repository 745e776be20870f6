"""The kit: what every room may lean on. Plain Python, no Django, no clock, no tables."""

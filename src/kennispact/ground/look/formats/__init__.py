"""How Django itself writes and reads, per language."""

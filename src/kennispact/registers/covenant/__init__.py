"""The covenant register: what was agreed, read from a definition file."""

"""Tags of the definition."""

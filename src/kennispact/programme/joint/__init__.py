"""Questions that are really one: who was asked to join, who takes part, what the annual plan may take up."""

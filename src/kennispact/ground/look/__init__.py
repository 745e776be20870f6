"""The look: the frame of every page, its parts, how things are written, charts, headers."""

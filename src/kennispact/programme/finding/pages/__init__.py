"""Pages of this room: asking, one question, deciding, searching, words."""

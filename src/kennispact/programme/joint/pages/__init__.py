"""Pages of this room: joint questions, and the pages of finding with joint questions beside them."""

"""Pages of this room. Asking, one question and the decision on it: the room finding."""

"""Finding: what exists about a question, who asks the same, and where to look. Source: annex 1."""

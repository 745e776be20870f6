"""The pages of the papers: the cockpit, the papers of one city, its proposal, annex 3, the Word file."""

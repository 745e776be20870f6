"""The supervisors' tools: mandates, people, figures, the journal, the check."""

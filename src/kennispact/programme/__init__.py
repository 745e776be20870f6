"""The knowledge work: questions, the links between them, products, plans."""

"""Setting a paper in type: Word, OpenDocument, PDF. Facts in, bytes out; no Django, no tables, no clock."""

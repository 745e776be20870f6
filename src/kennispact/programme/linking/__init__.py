"""Linking: a question in plain Dutch, and what already exists about it.

Plain Python without Django. :class:`.engine.Engine` is the way in; the database stays the only truth, and
the index beside it can be thrown away and built again at any time. How good it is: ``docs/linking.md``.
"""

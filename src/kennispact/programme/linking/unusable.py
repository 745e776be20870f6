"""Why the index beside the database cannot be used. The caller answers from the rows and builds it again."""


class IndexUnusable(Exception):  # noqa: N818 - the answer is still there, only slower
    """The index beside the database cannot be used. Build it again from the rows."""


class IndexMissing(IndexUnusable):
    """There is no index in the folder."""


class IndexDamaged(IndexUnusable):
    """The files do not hold what they must."""


class IndexOutdated(IndexUnusable):
    """The index was made by another version of the analyser, the thesaurus, the weights or the engine."""


class IndexBusy(IndexUnusable):
    """Another process is writing. Try again."""

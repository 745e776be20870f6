"""Letters that leave by e-mail.

A room that wants to write somebody queues a letter inside its own transaction; it leaves after that, when
``kennispact post send`` comes by (every few minutes)::

    from kennispact.ground.post import commands as post
    from kennispact.ground.post import queries as letters

    is_new = post.queue(
        kind="payment-reminder",                  # what it is, for the list; one word with hyphens
        key=f"payment-reminder/{invoice.number}/1",  # at most one letter with this key ever leaves
        receiver="financien@deventer.example",
        organisation="GM0150",                    # whom it concerns: a key, or nothing
        subject=gettext("Reminder ..."),
        text=...,                                 # plain text, finished, in the receiver's language
        enclosures=[Enclosed("factuur.pdf", "application/pdf", payload)],
        by=actor, at=at,
    )
    letters.by_key([key], at)[key].state          # State.WAITING, SENT, GIVEN_UP, ...

Queueing the same key again is harmless and answers ``False``. If the caller's transaction rolls back there
is no letter. An address that cannot be right is refused (:class:`~kennispact.ground.kit.refusal.Refused`).
Where a letter stands is derived from its attempts; nothing is stored that can be derived.
"""

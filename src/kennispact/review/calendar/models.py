"""A calendar feed: a secret address with which one person's calendar program reads the dates."""

from django.conf import settings
from django.db import models


class Feed(models.Model):
    """A feed of one person. Only the hash of its token is kept, so the address is shown once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, default="nl")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return whose feed it is."""
        return f"{self.person} {self.made_at:%Y-%m-%d}"

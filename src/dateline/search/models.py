"""Which articles are in the index, and where; and how far the articles are that were there before it."""

from django.db import models

from dateline.newsroom.models import Article


class Document(models.Model):
    """An article in the index. `docid` orders all of them, the newest highest; `sha` says what of it is there.

    Its tokens are kept, each between two blanks: those of `headline` and `lead`, to be counted by, and the others, on
    SQLite `packed`, since the index there must be told what to take out, on PostgreSQL together with the first in a
    column of its own, `words`, which no other code looks at.
    """

    docid = models.BigIntegerField(primary_key=True)
    article = models.OneToOneField(Article, models.DO_NOTHING, related_name="+", db_constraint=False)
    version = models.PositiveSmallIntegerField()
    sha = models.CharField(max_length=16)
    headline = models.TextField(null=True)
    lead = models.TextField(null=True)
    packed = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.docid} {self.article_id}"


class Progress(models.Model):
    """How far the articles are that came before there was an index, or this version of it: one row.

    All that came after (`came_at`, `article`) is in it; once `done` everything is. No row is at the very beginning.
    """

    version = models.PositiveSmallIntegerField()
    came_at = models.BigIntegerField()
    article = models.BigIntegerField()
    done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "done" if self.done else f"{self.came_at} {self.article}"

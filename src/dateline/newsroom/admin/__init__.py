"""Django's admin for the newsroom: the configuration to change, the copy and the record to look at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.admin import configuration, record, sources

__all__ = ["configuration", "record", "sources"]

admin.site.site_header = _("Dateline: configuration")
admin.site.site_title = "Dateline"
admin.site.index_title = _("Who sends copy, and where it goes")

"""The address that copy is pushed to."""

from django.urls import path

from dateline.intake.push import push

urlpatterns = [path("<slug>", push)]

"""Addresses of this room."""

from django.urls import path

from kennispact.pact.auditfile import pages

urlpatterns = [path("auditfile-<int:year>.xaf", pages.export_auditfile, name="export_auditfile")]

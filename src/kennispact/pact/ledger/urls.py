"""Addresses of this room."""

from django.urls import path

from kennispact.pact.ledger import pages

urlpatterns = [
    path("", pages.show_ledger, name="show_ledger"),
    path("boekingen.csv", pages.export_ledger, name="export_ledger"),
    path("<slug:key>/", pages.show_statement, name="show_statement"),
]

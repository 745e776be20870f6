"""Addresses of this room."""

from django.urls import path

from kennispact.pact.contributions import pages

urlpatterns = [
    path("", pages.list_contributions, name="list_contributions"),
    path("bijdragen.<str:form>", pages.export_contributions, name="export_contributions"),
]

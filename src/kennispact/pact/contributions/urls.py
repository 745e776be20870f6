"""Addresses of this room."""

from django.urls import path

from kennispact.pact.contributions import pages, scenario_pages

urlpatterns = [
    path("", pages.list_contributions, name="list_contributions"),
    path("bijdragen.<str:form>", pages.export_contributions, name="export_contributions"),
    path("wat-als/", scenario_pages.what_if, name="what_if"),
    path("wat-als.csv", scenario_pages.export_what_if, name="export_what_if"),
]

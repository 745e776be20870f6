"""Addresses of this room."""

from django.urls import path

from kennispact.registers.decisions import pages

urlpatterns = [
    path("", pages.list_decisions, name="list_decisions"),
    path("<slug:obligation>/<slug:occurrence>/", pages.record_decision, name="record_decision"),
]

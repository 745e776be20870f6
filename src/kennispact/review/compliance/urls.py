"""Addresses of this room."""

from django.urls import path

from kennispact.review.compliance import pages, strike_pages

urlpatterns = [
    path("", pages.show_covenant, name="show_covenant"),
    path("twijfels/", pages.show_doubts, name="show_doubts"),
    path("steden/", pages.show_matrix, name="show_matrix"),
    path("besluit/<int:pk>/doorhalen/", strike_pages.strike_decision, name="strike_decision"),
    path("<str:key>/", pages.show_clause, name="show_clause"),
]

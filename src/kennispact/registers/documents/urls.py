"""Addresses of this room. The list of documents names organisations, so it is a page of the portal."""

from django.urls import path

from kennispact.registers.documents import pages

urlpatterns = [
    path("<int:pk>/", pages.download_document, name="download_document"),
    path("<int:pk>/openbaarheid/", pages.decide_openness, name="decide_openness"),
]

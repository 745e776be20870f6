"""Addresses of this room."""

from django.urls import path

from kennispact.registers.covenant import pages

urlpatterns = [path("", pages.show_themes, name="show_themes")]

"""Addresses of the look. ``handler500`` of the project is ``look.pages.server_error``."""

from django.urls import path

from kennispact.ground.look import pages

app_name = "look"
urlpatterns = [
    path(".well-known/security.txt", pages.security_txt, name="security_txt"),
    path("robots.txt", pages.robots_txt, name="robots_txt"),
    path("toegankelijkheid", pages.accessibility, name="accessibility"),
    path("look/style-guide", pages.show_style_guide, name="style_guide"),
]

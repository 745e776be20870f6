"""The address of one theme; the map of all is the covenant's."""

from django.urls import path

from kennispact.programme.finding.pages import themes

urlpatterns = [path("<slug:key>/", themes.show_theme, name="show_theme")]

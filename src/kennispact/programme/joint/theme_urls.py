"""The address of one theme; the map of all is the covenant's."""

from django.urls import path

from kennispact.programme.joint.pages import around

urlpatterns = [path("<slug:key>/", around.show_theme, name="show_theme")]

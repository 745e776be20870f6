"""Addresses among the questions of pages that show joint questions too."""

from django.urls import path

from kennispact.programme.joint.pages import around

urlpatterns = [
    path("zoeken/", around.search_everything, name="search"),
    path("<int:pk>/", around.show_question, name="show_question"),
]

"""Every address of the program."""

from django.urls import include, path

urlpatterns = [
    path("sign-in/", include("kennispact.ground.people.urls")),
]

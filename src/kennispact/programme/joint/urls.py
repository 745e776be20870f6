"""Addresses of this room."""

from django.urls import path

from kennispact.programme.joint import pages

urlpatterns = [
    path("", pages.list_joints, name="list_joints"),
    path("nieuw/", pages.propose_joint, name="propose_joint"),
    path("<int:pk>/", pages.show_joint, name="show_joint"),
    path("<int:pk>/antwoord/", pages.reply_to_joint, name="reply_to_joint"),
    path("vraag/<int:pk>/", pages.join_question, name="join_question"),
]

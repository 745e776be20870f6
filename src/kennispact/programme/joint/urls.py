"""Addresses of this room."""

from django.urls import path

from kennispact.programme.joint import pages

urlpatterns = [
    path("", pages.list_joints, name="list_joints"),
    path("nieuw/", pages.propose_joint, name="propose_joint"),
    path("<int:pk>/", pages.show_joint, name="show_joint"),
    path("<int:pk>/antwoord/", pages.reply_to_joint, name="reply_to_joint"),
    path("<int:pk>/intrekken/", pages.withdraw_joint, name="withdraw_joint"),
    path("<int:pk>/sluiten/", pages.close_joint, name="close_joint"),
    path("<int:pk>/einde/doorhalen/", pages.strike_joint_ending, name="strike_joint_ending"),
    path("vraag/<int:pk>/", pages.join_question, name="join_question"),
]

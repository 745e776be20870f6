"""Addresses of this room."""

from django.urls import path

from kennispact.programme.joint.pages import joints

urlpatterns = [
    path("", joints.list_joints, name="list_joints"),
    path("nieuw/", joints.propose_joint, name="propose_joint"),
    path("<int:pk>/", joints.show_joint, name="show_joint"),
    path("<int:pk>/antwoord/", joints.reply_to_joint, name="reply_to_joint"),
    path("<int:pk>/intrekken/", joints.withdraw_joint, name="withdraw_joint"),
    path("<int:pk>/sluiten/", joints.close_joint, name="close_joint"),
    path("<int:pk>/einde/doorhalen/", joints.strike_joint_ending, name="strike_joint_ending"),
    path("vraag/<int:pk>/", joints.join_question, name="join_question"),
]

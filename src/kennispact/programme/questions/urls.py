"""Addresses of this room. One question, asking and searching: the room finding."""

from django.urls import path

from kennispact.programme.questions import pages

urlpatterns = [
    path("", pages.list_questions, name="list_questions"),
    path("vragen.csv", pages.export_questions, name="export_questions"),
    path("verwoording/<int:pk>/eens/", pages.agree_wording, name="agree_wording"),
    path("antwoorden/<int:pk>/", pages.judge_answer, name="judge_answer"),
    path("<int:pk>/themas/", pages.choose_themes, name="choose_themes"),
    path("<int:pk>/verwoorden/", pages.sharpen_question, name="sharpen_question"),
    path("<int:pk>/beantwoorden/", pages.answer_question, name="answer_question"),
    path("<int:pk>/bijlage/", pages.attach_document, name="attach_document"),
    path("<int:pk>/openen/", pages.open_question, name="open_question"),
    path("<int:pk>/intrekken/", pages.withdraw_question, name="withdraw_question"),
    path("<int:pk>/sluiten/", pages.close_question, name="close_question"),
]

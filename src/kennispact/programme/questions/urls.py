"""Addresses of this room. One question, asking and searching: the room finding."""

from django.urls import path

from kennispact.programme.questions.pages import acts, letters, lists, strikes

urlpatterns = [
    path("", lists.list_questions, name="list_questions"),
    path("vragen.csv", lists.export_questions, name="export_questions"),
    path("verwoording/<int:pk>/eens/", acts.agree_wording, name="agree_wording"),
    path("wending/<int:pk>/doorhalen/", strikes.strike_turn, name="strike_turn"),
    path("antwoorden/<int:pk>/doorhalen/", strikes.strike_answer, name="strike_answer"),
    path("oordeel/<int:pk>/doorhalen/", strikes.strike_verdict, name="strike_verdict"),
    path("stem/<int:pk>/doorhalen/", strikes.strike_voice, name="strike_voice"),
    path("antwoorden/<int:pk>/", acts.judge_answer, name="judge_answer"),
    path("<int:pk>/brief/", letters.show_scope_letter, name="show_scope_letter"),
    path("<int:pk>/brief/pdf/", letters.save_scope_letter, name="save_scope_letter"),
    path("<int:pk>/brief/versturen/", letters.send_scope_letter, name="send_scope_letter"),
    path("<int:pk>/themas/", acts.choose_themes, name="choose_themes"),
    path("<int:pk>/verwoorden/", acts.sharpen_question, name="sharpen_question"),
    path("<int:pk>/beantwoorden/", acts.answer_question, name="answer_question"),
    path("<int:pk>/bijlage/", acts.attach_document, name="attach_document"),
    path("<int:pk>/openen/", acts.open_question, name="open_question"),
    path("<int:pk>/intrekken/", acts.withdraw_question, name="withdraw_question"),
    path("<int:pk>/sluiten/", acts.close_question, name="close_question"),
]

"""The room as Django knows it."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """The room ``programme.questions``."""

    name = "kennispact.programme.questions"
    label = "questions"

"""The tables of taking part, one file an aggregate."""

from organisations.participation.models.evaluation import Evaluation
from organisations.participation.models.messages import Answer, End, Message
from organisations.participation.models.news import Attachment, Module, ModulePage, News, NewsKind
from organisations.participation.models.questionnaires import Answers, Questionnaire, Version, Way

__all__ = [
    "Answer",
    "Answers",
    "Attachment",
    "End",
    "Evaluation",
    "Message",
    "Module",
    "ModulePage",
    "News",
    "NewsKind",
    "Questionnaire",
    "Version",
    "Way",
]

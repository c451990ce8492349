"""The tables of taking part, one file an aggregate."""

from organisations.participation.models.company import (
    Accompaniment,
    AccompanimentState,
    Call,
    CompanyCount,
    Feedback,
    Proposal,
    ProposalState,
    Side,
)
from organisations.participation.models.evaluation import Evaluation
from organisations.participation.models.mentors import Gender, Mentor, MentorLink, MentorSession, MentorState
from organisations.participation.models.messages import Answer, End, Message
from organisations.participation.models.news import Attachment, Module, ModulePage, News, NewsKind
from organisations.participation.models.questionnaires import Answers, Questionnaire, Version, Way

__all__ = [
    "Accompaniment", "AccompanimentState", "Answer", "Answers", "Attachment", "Call", "CompanyCount", "End",
    "Evaluation", "Feedback", "Gender", "Mentor", "MentorLink", "MentorSession", "MentorState", "Message", "Module",
    "ModulePage", "News", "NewsKind", "Proposal", "ProposalState", "Questionnaire", "Side", "Version", "Way",
]  # fmt: skip

"""The tables of taking part, one file an aggregate."""

from organisations.participation.models.messages import Answer, End, Message
from organisations.participation.models.news import Attachment, Module, ModulePage, News, NewsKind

__all__ = ["Answer", "Attachment", "End", "Message", "Module", "ModulePage", "News", "NewsKind"]

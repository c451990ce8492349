"""Every kind of work there is: who starts or does work imports this, so that `services.work.RUNNERS` is complete."""

from organisations.imports import sources, stages
from organisations.services import batches
from organisations.services.bulk import run as bulk
from organisations.services.work import RUNNERS

__all__ = ["RUNNERS", "batches", "bulk", "sources", "stages"]

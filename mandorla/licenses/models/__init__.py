from __future__ import annotations

from mandorla.licenses.models.condition import Condition
from mandorla.licenses.models.decision import Decision
from mandorla.licenses.models.ending import Ending
from mandorla.licenses.models.ending_parts import Handover, Thanks
from mandorla.licenses.models.license import License
from mandorla.licenses.models.policy import Policy
from mandorla.licenses.models.review import Review
from mandorla.licenses.models.review_said import PrivateRemark, ReviewComment
from mandorla.licenses.models.sponsor import LicenseSponsor
from mandorla.licenses.models.standing import Standing

__all__ = [
    "Condition",
    "Decision",
    "Ending",
    "Handover",
    "License",
    "LicenseSponsor",
    "Policy",
    "PrivateRemark",
    "Review",
    "ReviewComment",
    "Standing",
    "Thanks",
]

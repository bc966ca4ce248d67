"""One table (or a pair that only makes sense together) per file. Importing this package knows them all."""

from assessor.storage.tables.api import ApiTokenRow, IdempotencyRow
from assessor.storage.tables.assessment import AssessmentChallengeRow, AssessmentRow
from assessor.storage.tables.attempt import AttemptRow
from assessor.storage.tables.audit import AuditEntryRow, AuditHeadRow
from assessor.storage.tables.base import Base
from assessor.storage.tables.candidate import CandidateRow
from assessor.storage.tables.challenge import ChallengeRow
from assessor.storage.tables.clock import ChallengeClockRow
from assessor.storage.tables.concern import ConcernRow, SecondLookRow
from assessor.storage.tables.deciding import CommentRow, DecisionRow, EvidenceViewRow, MentionRow, ShareRow
from assessor.storage.tables.draft import DraftRevisionRow, DraftRow
from assessor.storage.tables.event import EventRow
from assessor.storage.tables.grading import CheckOutcomeRow, GradingRow, ReferenceResultRow
from assessor.storage.tables.invitation import InvitationRow
from assessor.storage.tables.invitation_import import ImportPersonRow, ImportRow
from assessor.storage.tables.mail import MailRow, MailTemplateRow, ReminderRow
from assessor.storage.tables.organisation import OrganisationRow
from assessor.storage.tables.outage import OutageRow, PulseRow
from assessor.storage.tables.retention import HoldRow, RetentionRow
from assessor.storage.tables.review import ReviewRow
from assessor.storage.tables.role_profile import RoleProfileRow
from assessor.storage.tables.run import RunRow
from assessor.storage.tables.sandbox import SandboxRow
from assessor.storage.tables.staff_access import (
    IdentityRow,
    PasswordLinkRow,
    RecoveryCodeRow,
    SecondFactorRow,
    StaffSessionRow,
    TryRow,
)
from assessor.storage.tables.submission import SubmissionRow
from assessor.storage.tables.user import UserRow
from assessor.storage.tables.voluntary import VoluntaryAnswerRow, VoluntaryQuestionRow
from assessor.storage.tables.webhook import WebhookDeliveryRow, WebhookEndpointRow

__all__ = [
    "ApiTokenRow",
    "AssessmentChallengeRow",
    "AssessmentRow",
    "AttemptRow",
    "AuditEntryRow",
    "AuditHeadRow",
    "Base",
    "CandidateRow",
    "ChallengeClockRow",
    "ChallengeRow",
    "CheckOutcomeRow",
    "CommentRow",
    "ConcernRow",
    "DecisionRow",
    "DraftRevisionRow",
    "DraftRow",
    "EventRow",
    "EvidenceViewRow",
    "GradingRow",
    "HoldRow",
    "IdempotencyRow",
    "IdentityRow",
    "ImportPersonRow",
    "ImportRow",
    "InvitationRow",
    "MailRow",
    "MailTemplateRow",
    "MentionRow",
    "OrganisationRow",
    "OutageRow",
    "PasswordLinkRow",
    "PulseRow",
    "RecoveryCodeRow",
    "ReferenceResultRow",
    "ReminderRow",
    "RetentionRow",
    "ReviewRow",
    "RoleProfileRow",
    "RunRow",
    "SandboxRow",
    "SecondFactorRow",
    "SecondLookRow",
    "ShareRow",
    "StaffSessionRow",
    "SubmissionRow",
    "TryRow",
    "UserRow",
    "VoluntaryAnswerRow",
    "VoluntaryQuestionRow",
    "WebhookDeliveryRow",
    "WebhookEndpointRow",
]

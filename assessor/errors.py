"""Every error of the application.

AssessorError
├── UserError                 somebody can put it right; the message says how
│   ├── InvalidInput          a form, file or argument is malformed
│   │   ├── BadSyntax         a body that is no JSON
│   │   └── BadRequest        a request of the API, with every problem
│   ├── NotFound              no such thing, or not yours to see
│   ├── NotPermitted          none of the account's roles has the right
│   │   └── SecondFactorMissing  the organisation asks for one
│   ├── TooManyTries          a password was guessed too often
│   ├── LinkUsedUp            a link for a password that works no more
│   ├── SignOnProblem         nobody is signed in through the provider
│   │   ├── SignOnDenied      the person or the provider said no
│   │   ├── SignOnLost        this browser has begun none that fits
│   │   ├── SignOnRefused     what the provider sent proves nothing
│   │   ├── SignOnUnverified  it vouches for no e-mail address
│   │   ├── SignOnUnknown     there is no account for it
│   │   └── SignOnClosed      the account is closed
│   ├── NotAllowed            yours to see, but not to do now
│   │   ├── WrongState        the attempt is in another state
│   │   ├── DeadlinePassed    the time is over
│   │   │   └── ChallengeTimeOver  that of one challenge
│   │   ├── KeyInUse          a request with the same Idempotency-Key is being done
│   │   ├── AnswerErased      what was answered under an Idempotency-Key was erased with the candidate
│   │   ├── SessionBusy       a session runs one text at a time
│   │   ├── TooManySessions   a server keeps a few sessions
│   │   ├── NotBegun          a challenge with a time of its own was not begun
│   │   ├── ChallengeClosed   it was handed in or left, and the way goes only forward
│   │   ├── NotInTurn         another challenge comes first
│   │   ├── OnBreak           the clock stands still
│   │   └── AlreadyPublished  a published assessment never changes
│   ├── KeyUsedForAnother     an Idempotency-Key came with another request
│   ├── TokenRefused          a program shows no token that works
│   ├── ScopeMissing          its token has not the scope
│   ├── RevisionConflict      another tab or device saved in between
│   ├── InvitationProblem     the link does not open an attempt
│   │   ├── InvitationUnknown
│   │   ├── InvitationExpired
│   │   ├── InvitationRevoked
│   │   └── InvitationUsedUp
│   ├── PackInvalid           a pack has problems, all listed
│   └── ConfigurationError    settings are missing or bad, all listed
└── PlatformFault             our side failed: retried, never costs the candidate points
    ├── SignOnAway            the provider of sign-on does not answer
    ├── DatabaseAway          the application database takes nothing
    ├── SandboxNotReady       the candidate's PostgreSQL is not there (yet)
    │   ├── SandboxAsleep     it was suspended and is waking up
    │   └── SandboxInRepair   it went away and is being repaired
    ├── SessionsAway          the process that keeps sessions open does not answer
    ├── GradingFault          a grading could not be finished
    └── PdfUnavailable        libraries of the system are not installed

The class docstring is the default message. `reason` is the stable word for logs and metrics. What people read in other
languages is looked up by `template`, so numbers and names go in by `values`:
InvalidInput("At most %(most)s characters.", most=20).
"""

from __future__ import annotations


class AssessorError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None, **values: object) -> None:
        self.template = message or (self.__doc__ or "").strip()
        self.values = values
        super().__init__(self.template % values if values else self.template)

    @property
    def message(self) -> str:
        """What the person in front of the screen reads."""
        return str(self)

    @property
    def reason(self) -> str:
        """A stable word for logs and metrics, e.g. "invitation_expired"."""
        name = type(self).__name__
        return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


class UserError(AssessorError):
    """That cannot be done."""


class InvalidInput(UserError):
    """Something in what was sent is not valid."""


class BadSyntax(InvalidInput):
    """The body is not JSON."""


class BadRequest(InvalidInput):
    """The request is not valid."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__()
        self.problems = problems
        """A JSON pointer, or the name of a parameter, and what is wrong there."""


class NotFound(UserError):
    """There is nothing here, or it is not yours to see."""


class NotPermitted(UserError):
    """Your account may not do this. An administrator can change that."""


class SecondFactorMissing(NotPermitted):
    """Your organisation asks everybody for a second step at signing in. Set yours up first."""


class TooManyTries(UserError):
    """Wait a few minutes, then try again."""


class LinkUsedUp(UserError):
    """This link was used already, or has expired. Ask an administrator of your organisation for a new one."""


class SignOnProblem(UserError):
    """You are not signed in. Begin again, or sign in with your password."""


class SignOnDenied(SignOnProblem):
    """The sign-on was ended, by you or by the provider. Begin again, or sign in with your password."""


class SignOnLost(SignOnProblem):
    """This sign-on was begun in another browser, used already, or too long ago. Begin again from the sign-in page."""


class SignOnRefused(SignOnProblem):
    """What the provider sent does not prove who you are. Begin again; if it stays so, tell your administrator."""


class SignOnUnverified(SignOnProblem):
    """The provider does not say that your e-mail address is verified. Have it verified there, then begin again."""


class SignOnUnknown(SignOnProblem):
    """There is no account here for the e-mail address that the provider knows. An administrator can add one."""


class SignOnClosed(SignOnProblem):
    """Your account is closed. An administrator of your organisation can open it."""


class NotAllowed(UserError):
    """That is not possible now."""


class KeyInUse(NotAllowed):
    """A request with this Idempotency-Key is being done. Send it again in a moment."""


class AnswerErased(NotAllowed):
    """This was done, and the candidate it was about has been erased since."""


class KeyUsedForAnother(UserError):
    """This Idempotency-Key came with another request before. Use a new key for a new request."""


class WrongState(NotAllowed):
    """That is not possible in this state of the attempt."""


class DeadlinePassed(NotAllowed):
    """The time for this attempt is over. Your last saved draft has been handed in."""


class SessionBusy(NotAllowed):
    """This tab's session is still running something. Wait for it, or cancel it."""


class TooManySessions(NotAllowed):
    """Your server keeps as many sessions as it can, and each is in use. End a transaction or close a tab first."""


class ChallengeTimeOver(DeadlinePassed):
    """The time for this challenge is over. What you handed in counts, or else your last saved draft."""


class NotBegun(NotAllowed):
    """This challenge has a time of its own, which starts when you begin it. Begin it first."""


class ChallengeClosed(NotAllowed):
    """This challenge is closed: you handed it in or left it, and here the way goes only forward."""


class NotInTurn(NotAllowed):
    """Here challenges come one after the other. Hand in or leave the one that is open first."""


class OnBreak(NotAllowed):
    """You are on a break: the clock stands still and the challenges are hidden. End the break to go on."""


class AlreadyPublished(NotAllowed):
    """A published assessment never changes. Make a new version instead."""


class TokenRefused(UserError):
    """Show a token that works in the header Authorization, after the word Bearer."""


class ScopeMissing(UserError):
    """This token may not do that."""


class RevisionConflict(UserError):
    """This text was saved from another tab or device in between. Both texts are kept."""

    def __init__(self, revision: int, text: str) -> None:
        super().__init__()
        self.revision = revision
        self.text = text


class InvitationProblem(UserError):
    """This invitation link does not open an assessment."""


class InvitationUnknown(InvitationProblem):
    """This link is not known. Check that you copied all of it, or ask the person who invited you for a new one."""


class InvitationExpired(InvitationProblem):
    """This invitation has expired. Ask the person who invited you for a new link."""


class InvitationRevoked(InvitationProblem):
    """This invitation was withdrawn. Ask the person who invited you if you think this is a mistake."""


class InvitationUsedUp(InvitationProblem):
    """You have already finished this assessment. There is nothing more to do: your answers are safe."""


class PackInvalid(UserError):
    """This pack is not valid."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class ConfigurationError(UserError):
    """The configuration is not complete."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class PlatformFault(AssessorError):
    """Something failed on our side. Nothing you wrote is lost; please try again."""


class SignOnAway(PlatformFault):
    """The provider of sign-on does not answer at the moment. Try again soon, or sign in with your password."""


class DatabaseAway(PlatformFault):
    """We cannot store anything at the moment. Keep this page open: what you wrote is kept, and lost time is added."""


class SandboxNotReady(PlatformFault):
    """Your PostgreSQL is not ready yet. It is being prepared; try again in a moment."""


class SandboxAsleep(SandboxNotReady):
    """Your PostgreSQL was asleep while nobody used it. It is waking up with all its data."""


class SandboxInRepair(SandboxNotReady):
    """Your PostgreSQL went away and is being repaired. Your text is safe, and the time is given back to you."""


class SessionsAway(PlatformFault):
    """Sessions cannot be kept open at the moment. Nothing was run and your text is safe: try again in a moment."""


class PdfUnavailable(PlatformFault):
    """No PDF yet: the server lacks libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 or fonts-dejavu-core."""


class GradingFault(PlatformFault):
    """This answer could not be graded because of a fault on our side. It will be tried again."""

"""What every error looks like from outside."""

import pytest
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import ImATeapot, MethodNotAllowed

from assessor import errors
from assessor.web.problems import describe


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.InvitationUnknown(), 404),
        (errors.InvitationExpired(), 410),
        (errors.InvitationUsedUp(), 410),
        (errors.InvitationRevoked(), 403),
        (errors.NotFound(), 404),
        (errors.InvalidInput(), 400),
        (errors.WrongState(), 409),
        (errors.DeadlinePassed(), 409),
        (errors.RevisionConflict(3, "x"), 409),
        (errors.SandboxNotReady(), 503),
        (errors.PlatformFault(), 503),
        (MethodNotAllowed(), 405),
        (CSRFError(), 400),
        (ImATeapot(), 500),
        (ValueError("secret"), 500),
    ],
)
def test_status(error, status):
    assert describe(error).status == status


def test_an_unexpected_error_tells_nothing_of_itself():
    assert "secret" not in str(describe(ValueError("secret")))


def test_each_problem_of_an_invitation_has_words_of_its_own():
    kinds = errors.InvitationProblem.__subclasses__()
    assert len(kinds) == 4
    assert len({describe(kind()).title for kind in kinds}) == 4
    assert len({describe(kind()).message for kind in kinds}) == 4

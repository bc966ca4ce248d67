"""Access is a table."""

from assessor.domain.people import Role
from assessor.web.access import ACCESS, Audience


def test_every_route_is_in_the_table_and_the_table_has_only_routes(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)


def test_every_route_of_an_attempt_is_for_its_candidate(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/attempts/"):
            assert ACCESS[rule.endpoint].audience is Audience.CANDIDATE
            assert "attempt_id" in rule.arguments


def test_every_staff_route_names_its_roles(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/staff"):
            assert ACCESS[rule.endpoint].audience is Audience.STAFF
            assert ACCESS[rule.endpoint].roles


def test_a_route_that_is_not_listed_is_refused(app, client):
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert client.get("/forgotten").status_code == 403


def test_reviewers_see_no_candidates(app):
    for endpoint in ("staff.scorecard", "staff.attempts", "staff.assessment", "staff.invite"):
        assert Role.REVIEWER not in ACCESS[endpoint].roles


def test_a_route_that_changes_something_is_never_a_get(app):
    reading = {"GET", "HEAD", "OPTIONS"}
    changing = {"auth.sign_out", "staff.publish", "staff.invite", "staff.revoke"}
    changing |= {"candidate.consent", "candidate.start", "candidate.finish"}
    changing |= {"candidate.begin", "candidate.stop_clock", "candidate.resume"}
    changing |= {"staff.extend", "staff.accommodate"}
    changing |= {"workbench.run", "workbench.draft", "workbench.submit"}
    changing |= {"workbench.cancel", "workbench.end_session", "workbench.reset"}
    for rule in app.url_map.iter_rules():
        assert (rule.endpoint in changing) <= (not rule.methods & {"GET"})
        assert rule.endpoint in changing or rule.methods & reading

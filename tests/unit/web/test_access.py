"""Access is a table."""

from assessor.domain.rights import Right
from assessor.web.access import ACCESS, Audience


def test_every_route_is_in_the_table_and_the_table_has_only_routes(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)


def test_every_route_of_an_attempt_is_for_its_candidate(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/attempts/"):
            assert ACCESS[rule.endpoint].audience is Audience.CANDIDATE
            assert "attempt_id" in rule.arguments


def test_every_staff_route_names_its_right(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/staff"):
            assert ACCESS[rule.endpoint].audience is Audience.STAFF
            assert ACCESS[rule.endpoint].right in Right


def test_a_route_that_is_not_listed_is_refused(app, client):
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert client.get("/forgotten").status_code == 403

"""Building assessments: the library, the order, drafts, versions."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import psycopg
import pytest
from markupsafe import escape

from assessor.domain.profiles import PROFILES
from assessor.packs.loader import Pack
from assessor.packs.ready import ready_named
from assessor.resources import resource
from assessor.services.load_challenge import load_challenge
from assessor.services.publish_assessment import publish_assessment
from assessor.services.role_profiles import known_profiles
from tests.integration.world import CHALLENGES, PRACTICE

FIRST, SECOND = CHALLENGES
NEW = "/staff/assessments/new"

ANALYST = PROFILES["analyst"].title


def form(*slugs: str, **more: str) -> dict[str, str]:
    found = {"title": "Built", "duration_minutes": "60", "practice_slug": ""}
    for number, slug in enumerate(slugs):
        found |= {
            f"challenges-{number}-slug": slug,
            f"challenges-{number}-position": str(number + 1),
            f"challenges-{number}-points": "10",
        }
    return found | more


def order(page: str) -> list[str]:
    return re.findall(r'<li class="choice" data-slug="([^"]+)"', page)


@pytest.mark.parametrize(
    ("chosen", "do", "expected"),
    [
        ((), f"add:{SECOND}", [SECOND]),
        ((FIRST,), f"add:{SECOND}", [FIRST, SECOND]),
        ((FIRST,), f"add:{FIRST}", [FIRST]),
        ((FIRST, SECOND), f"down:{FIRST}", [SECOND, FIRST]),
        ((FIRST, SECOND), f"up:{FIRST}", [FIRST, SECOND]),
        ((FIRST, SECOND), f"remove:{FIRST}", [SECOND]),
        ((FIRST,), "add:no-such-challenge", [FIRST]),
    ],
)
def test_challenges_are_added_moved_and_removed_without_scripts(world, manager, chosen, do, expected):
    manager.get(NEW)
    page = manager.post(NEW, **form(*chosen, do=do)).text
    assert order(page) == expected
    assert "Give it a title." not in manager.post(NEW, **form(*chosen, title="", do=do)).text


def test_what_was_typed_survives_and_what_happened_is_said(world, manager):
    manager.get(NEW)
    page = manager.post(NEW, **form(FIRST, SECOND, do=f"down:{FIRST}") | {"challenges-0-points": "77"}).text
    assert 'value="77"' in page
    assert re.search(r'data-said="[^"]+ is number 2 of 2\."', page)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ({"find-text": FIRST.replace("-", " ")}, [FIRST]),
        ({"find-competency": "G"}, []),
        ({"find-kind": "query", "find-language": "en"}, [FIRST, SECOND, PRACTICE]),
        ({"find-at_most": "1"}, []),
    ],
)
def test_the_library_is_narrowed(world, manager, wanted, shown):
    manager.get(NEW)
    page = manager.post(NEW, **form(do="show:"), **wanted).text
    assert re.findall(r'id="add-([^"]+)"', page) == shown


def test_coverage_is_shown_for_the_role(world, manager):
    manager.get(NEW)
    page = manager.post(NEW, **form(FIRST, do="show:", profile="analyst")).text
    assert ANALYST in page
    assert "Not measured" in page


def test_coverage_is_held_against_a_role_of_ones_own(world, manager):
    manager.get("/staff/roles/new?copy=analyst")
    assert (
        "There is a role of that title" in manager.post("/staff/roles/new", 400, title=ANALYST, B1="3").text
    )
    assert "at least one competency" in manager.post("/staff/roles/new", 400, title="Empty").text
    page = manager.post("/staff/roles/new", title="Our <analyst>", B1="3", D1="2").text
    assert "Our &lt;analyst&gt;" in page
    url = re.findall(r'href="(/staff/roles/[0-9a-f-]{36})"', page)[0]
    manager.get(url)
    manager.post(url, title="Our analyst", B1="1", D1="0", I1="3")
    with world.application.work(readonly=True) as work:
        known = known_profiles(work, world.manager.organisation_id)
        assert url.rsplit("/", 1)[1] not in known_profiles(work, world.stranger.organisation_id)
    assert known[url.rsplit("/", 1)[1]].weights == {"B1": 1, "I1": 3}
    chosen = form(FIRST, profile=url.rsplit("/", 1)[1])
    manager.get(NEW)
    assert "beside what Our analyst asks for" in manager.post(NEW, **chosen, do="show:").text
    assert "beside what Our analyst asks for" in manager.post(NEW, **chosen).text, "on the assessment's page"
    manager.get(NEW)
    manager.post(NEW, 400, **form(FIRST, profile=str(uuid4())))


def test_a_draft_changes_and_a_published_one_gets_versions(world, manager):
    manager.get(NEW)
    url = manager.post(NEW, **form(FIRST, pass_mark="60")).request.path
    manager.get(f"{url}/edit")
    page = manager.post(f"{url}/edit", **form(SECOND, title="Changed", pass_mark="65")).text
    assert "Changed" in page
    assert "a score of 65. Publishing locks it." in page
    manager.post(f"{url}/publish")
    manager.get(f"{url}/edit", 409)
    manager.post(f"{url}/edit", 409, **form(FIRST))
    draft = manager.post(f"{url}/versions").request.path.removesuffix("/edit")
    assert draft != url
    assert manager.post(f"{url}/versions").request.path == f"{draft}/edit"
    manager.post(f"{draft}/edit", **form(FIRST, title="Second", pass_mark="70"))
    page = manager.get(url).text
    assert "It was locked when this version was published" in page
    assert "a score of 65" in page
    assert "Version 2" in page


def test_a_new_version_leaves_running_attempts_as_they_are(world, manager, browser, open_attempt):
    attempt = world.running()
    url = f"/staff/assessments/{world.assessment.id}"
    manager.get(url)
    draft = manager.post(f"{url}/versions").request.path
    manager.post(draft, **form(FIRST, title="Quite another"))
    with world.application.work() as work:
        publish_assessment(work, world.manager, UUID(draft.split("/")[3]))
    page = browser.get(open_attempt(attempt.id)).text
    assert "Quite another" not in page
    assert world.assessment.title in page


def test_the_database_itself_keeps_a_pass_mark(world, manager):
    manager.get(NEW)
    url = manager.post(NEW, **form(FIRST, pass_mark="60")).request.path
    manager.post(f"{url}/publish")
    with (
        pytest.raises(psycopg.errors.CheckViolation),
        psycopg.connect(world.application.database.dsn) as connection,
    ):
        connection.execute(
            "update assessment set rules = rules || '{\"pass_mark\": 50}' where id = %s", [url.split("/")[3]]
        )


def test_wrong_pass_marks_and_roles_are_refused(world, manager):
    manager.get(NEW)
    assert "Between 1 and 100." in manager.post(NEW, 400, **form(FIRST, pass_mark="101")).text
    manager.post(NEW, 400, **form(FIRST, profile="no-such-role"))


def test_a_preview_shows_what_candidates_read_and_leaves_no_trace(world, manager):
    url = f"/staff/assessments/{world.assessment.id}"
    page = manager.get(f"{url}/preview").text
    for item in world.assessment.challenges:
        assert str(escape(item.challenge.summary)) in page
    assert page.count('class="prose statement"') == len(world.assessment.challenges)
    with psycopg.connect(world.application.database.dsn) as connection:
        assert connection.execute("select count(*) from attempt").fetchone() == (0,)


def test_a_ready_assessment_is_begun_with(world, manager):
    assert "assessor pack load" in manager.get("/staff/assessments/ready").text, (
        "its packs are not loaded yet"
    )
    ready = ready_named(resource("challenges"), "screening")
    with world.application.work() as work:
        for slug in ready.slugs:
            load_challenge(work, Pack.from_folder(resource("challenges") / slug))
    page = manager.get("/staff/assessments/ready").text
    assert f"{NEW}?ready=screening" in page
    assert "senior-developer" not in page
    begun = manager.get(f"{NEW}?ready=screening").text
    assert order(begun) == [each.slug for each in ready.challenge]
    assert ready.intro in begun
    assert order(manager.get(f"{NEW}?ready=nothing").text) == []

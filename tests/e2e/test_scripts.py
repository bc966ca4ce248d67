"""Challenges whose answers are scripts: built and tried in the workbench, handed in, and probed on the scorecard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assessor.packs.loader import Pack
from tests.e2e.looks import Look
from tests.e2e.pages import GRADED_SECONDS, SLOW, Assessment, Invitation, Workbench

CHALLENGES = Path(__file__).parents[2] / "challenges"


def invite(manager: Page, pack: Pack) -> str:
    manager.goto("/staff/assessments/new")
    manager.get_by_label("Title").fill(f"PostgreSQL developer: {pack.spec.kind}")
    manager.get_by_role("button", name=f"Add {pack.spec.title}").click()
    expect(manager.get_by_label("Own time")).to_be_visible()
    manager.get_by_role("button", name="Save as draft").click()
    manager.get_by_role("button", name="Publish").click()
    return Assessment(manager).invite(f"Sol {pack.spec.kind.title()}", "sol@mail.example")


def graded(manager: Page, pack: Pack, evidence: str) -> Locator:
    """The evidence on the scorecard, once it is there."""
    manager.goto("/staff/attempts")
    manager.get_by_role("link", name=f"Sol {pack.spec.kind.title()}").click()
    found = manager.locator(evidence)
    for _ in range(GRADED_SECONDS):
        if found.count():
            break
        manager.wait_for_timeout(1000)
        manager.reload()
    return found


@pytest.mark.parametrize(
    ("slug", "attempt", "told", "shown"),
    [
        ("wallet-transfer", "SET ROLE payments; SELECT balance_of('Ada')", "As payments", "pre"),
        ("room-bookings", "SET ROLE desk; SELECT count(*) FROM agenda", "As desk", "pre"),
        (
            "clinic-policies",
            "SET ROLE frontdesk; SET app.clinic = '2'; SELECT name FROM patient",
            "As frontdesk",
            "pre",
        ),
        ("last-in-stock", "SET ROLE shop; SELECT reserve(3, 'Ada', 1) > 0", "as shop", "table.timeline"),
        (
            "shipment-carrier",
            "SELECT count(*) FROM shipment",
            "ShareRowExclusiveLock on public.shipment",
            "pre",
        ),
    ],
)
def test_from_the_workbench_to_the_scorecard(
    slug: str, attempt: str, told: str, shown: str, manager: Page, candidate: Page, look: Look
) -> None:
    pack = Pack.from_folder(CHALLENGES / slug)
    answer = next(sample.text for sample in pack.samples if "/partial/" in sample.path)
    overview = Invitation(candidate).open(invite(manager, pack)).agree().start()
    overview.open_first()
    bench = Workbench(candidate)
    bench.write(f"{attempt};" if pack.spec.app else f"{answer}\n{attempt};")
    bench.button("Run all").click()
    expect(bench.grid.get_by_role("gridcell")).to_have_count(1)
    if pack.spec.interface:
        look(candidate, "interface", ".interface")
    if pack.spec.app:
        candidate.get_by_role("tab", name="Application").click()
        expect(candidate.get_by_role("tabpanel", name="Application")).to_contain_text(pack.spec.app[0].shows)
        look(candidate, "application", "#panel-app")
    bench.write(answer)
    bench.saved()
    bench.hand_in()
    bench.back()
    overview.finish()

    probes = graded(manager, pack, "details.datasets")
    for each in probes.all():
        each.locator("summary").click()
    failed = manager.locator("details.datasets li.bad")
    expect(failed.first).to_contain_text(told)
    expect(failed.first.locator(shown)).to_be_visible()
    look(manager, f"scorecard-{pack.spec.kind}", "details.datasets")


def test_a_workload_is_tried_and_tuned(manager: Page, candidate: Page, look: Look) -> None:
    pack = Pack.from_folder(CHALLENGES / "marketplace-orders")
    overview = Invitation(candidate).open(invite(manager, pack)).agree().start()
    overview.open_first()
    bench = Workbench(candidate)
    expect(bench.editor).to_be_visible()
    candidate.get_by_role("tab", name="Workload").click()
    page = candidate.locator("details").filter(has_text="seller-page")
    expect(page).to_contain_text("40,000 an hour")
    page.get_by_role("button", name="Run the example").click()
    expect(bench.status).to_contain_text("20 rows")
    look(candidate, "workload", "#panel-workload")
    bench.write(pack.files["submissions/partial/buyers_forgotten.sql"])
    bench.button("Run all").click()
    expect(bench.results).to_contain_text("DROP INDEX")
    bench.saved()
    bench.hand_in()
    bench.back()
    overview.finish()

    statements = graded(manager, pack, "table:has(caption:text('What one execution costs'))")
    expect(statements.first).to_contain_text("seller-page")
    expect(statements.last).to_contain_text("WAL")
    manager.locator("details.plan summary").filter(has_text="buyer-spent text and plans").click()
    look(manager, "scorecard-tuning", ".work-evidence")


@pytest.mark.docker
def test_a_runbook_on_machines_and_on_the_scorecard(manager: Page, candidate: Page, look: Look) -> None:
    pack = Pack.from_folder(CHALLENGES / "customers-purged")
    overview = Invitation(candidate).open(invite(manager, pack)).agree().start()
    overview.open_first()
    bench = Workbench(candidate)
    expect(bench.editor).to_have_accessible_name(re.compile("^Runbook editor"))
    look_around = "-- on spare\ndate\n\n-- on primary\nls /archive\n"
    bench.run(look_around)
    expect(candidate.locator("#run-label")).to_have_text("Run section")
    expect(bench.grid).to_contain_text("base")
    expect(bench.grid).to_contain_text("primary: exit 0")
    look(candidate, "workbench-operations", "#results")
    bench.run(pack.reference)
    expect(bench.grid).to_contain_text("spare: exit 0", timeout=SLOW)
    bench.saved()
    bench.hand_in()
    bench.back()
    overview.finish()

    runbook = graded(manager, pack, "details.runbook")
    runbook.locator("summary").click()
    expect(runbook).to_contain_text("recovery_target_time")
    expect(runbook).to_contain_text("a customer who was away orders")
    findings = manager.locator("details.datasets")
    findings.first.locator("summary").click()
    expect(findings.first).to_contain_text("Asked of spare")
    expect(manager.locator("details.datasets li.bad")).to_have_count(0)
    look(manager, "scorecard-operations", "details.runbook")


def test_an_incident_live_and_on_the_scorecard(manager: Page, candidate: Page, look: Look) -> None:
    pack = Pack.from_folder(CHALLENGES / "orders-stand-still")
    overview = Invitation(candidate).open(invite(manager, pack)).agree().start()
    overview.open_first()
    bench = Workbench(candidate)
    checkout = candidate.locator("#live-parts li").filter(has_text="checkout")
    expect(checkout).to_have_attribute("data-state", "blocked", timeout=60_000)
    expect(candidate.locator("#live-parts li").filter(has_text="receipts")).to_contain_text("works")
    look(candidate, "workbench-incident", "#live-parts")
    bench.write(pack.reference)
    bench.button("Run all").click()
    expect(checkout).to_have_attribute("data-state", "works", timeout=60_000)
    bench.saved()
    bench.hand_in()
    bench.back()
    overview.finish()

    timeline = graded(manager, pack, "details.timeline")
    timeline.locator("summary").click()
    expect(timeline.get_by_role("row").filter(has_text="On arrival")).to_contain_text("blocked")
    after = timeline.get_by_role("row").filter(has_text="After the runbook")
    expect(after).not_to_contain_text("blocked")
    look(manager, "scorecard-incident", "details.timeline")

"""What the workbench can do, each thing once, in one sitting that they share."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e import looks
from tests.e2e.looks import Look
from tests.e2e.pages import SLOW, Workbench

TWO = "SELECT 1 AS one;\n\n-- the second\nSELECT 'a;b' AS text,\n       2 AS two;\n"


def test_the_statement_at_the_cursor_is_set_apart_and_runs(bench: Workbench) -> None:
    bench.write(TWO)
    bench.cursor_at(1)
    expect(bench.statement).to_have_text("SELECT 1 AS one;")
    bench.press("F5")
    expect(bench.grid.get_by_role("columnheader")).to_have_text(["Row", "oneinteger"])
    bench.cursor_at(5)
    expect(bench.button("Run statement Ctrl ⏎")).to_be_visible()
    bench.press("Control+Enter")
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["a;b", "2"])
    bench.press("Control+Home", "Shift+End", "Control+Enter")
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["1"])
    bench.button("Run all").click()
    results = bench.results.get_by_role("tab")
    expect(results).to_have_text(["1: 1 row", "2: 1 row"])
    expect(bench.announced).to_contain_text("2 results; the last: 1 row in ")
    results.first.focus()
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["a;b", "2"])
    bench.press("Tab", "Shift+Tab", "Shift+Tab")


def test_the_editor_helps_to_write(bench: Workbench) -> None:
    bench.write("select a,b from t where a=1")
    bench.press("Control+/")
    expect(bench.editor).to_have_text("-- select a,b from t where a=1")
    bench.press("Control+/", "Control+Shift+F")
    expect(bench.editor.locator(".cm-line")).to_have_count(7)
    bench.press("Control+z")
    expect(bench.editor.locator(".cm-line")).to_have_count(1)
    bench.write("SELECT p.ful")
    bench.page.keyboard.insert_text("l FROM person AS p")
    bench.press("Control+Home", *["ArrowRight"] * 11, "Control+Space")
    expect(bench.page.get_by_role("listbox")).to_contain_text("full_name")
    bench.press("Escape", "Control+f")
    expect(bench.page.get_by_role("textbox", name="Find")).to_be_focused()
    bench.press("Escape")
    expect(bench.editor).to_be_focused()
    bench.press("Escape", "Tab")
    expect(bench.page.locator("#run")).to_be_focused()
    bench.press("Shift+Tab")
    expect(bench.editor).to_be_focused()
    bench.press("F1")
    expect(bench.page.get_by_role("dialog", name="Keys")).to_contain_text("Leave the editor")
    bench.press("Escape")


def test_a_result_of_many_rows_is_walked_by_keys_copied_and_saved(bench: Workbench, look: Look) -> None:
    bench.run("SELECT n, NULL AS nothing, '' AS empty, E'a\\nb' AS lines FROM generate_series(1, 20000) AS n")
    expect(bench.status).to_contain_text("20,000 rows")
    expect(bench.status).to_contain_text("the first 1,000 of 20,000 rows are shown")
    expect(bench.status).to_contain_text("ms")
    expect(bench.grid.locator("tr[aria-rowindex]")).not_to_have_count(1001)
    look(bench.page, "result", ".desk")
    bench.grid.focus()
    bench.press("Control+End")
    last = bench.grid.locator(".active")
    expect(last).to_have_text("a ↵ b")
    expect(bench.grid.get_by_role("rowheader", name="1000", exact=True)).to_be_in_viewport()
    expect(bench.grid).to_have_attribute("aria-activedescendant", str(last.get_attribute("id")))
    bench.press("Control+c")
    expect(bench.announced).to_have_text("Cell copied")
    assert bench.page.evaluate("navigator.clipboard.readText()") == "a\nb"
    bench.press("Control+Shift+C")
    expect(bench.announced).to_have_text("1,000 rows copied with headers")
    assert bench.page.evaluate("navigator.clipboard.readText()").startswith(
        "n\tnothing\tempty\tlines\n1\t\t\t"
    )
    bench.press("Enter")
    record = bench.page.get_by_role("dialog", name="Row 1,000 of 1,000")
    expect(record.get_by_role("definition")).to_have_text(["1000", "NULL", "''", "a\nb"])
    bench.press("ArrowLeft", "Escape")
    with bench.page.expect_download() as saved:
        bench.button("CSV").click()
    text = saved.value.path().read_text()
    assert text.splitlines()[:2] == ["n,nothing,empty,lines", '1,,"","a']


def test_errors_say_all_and_lead_to_the_place(bench: Workbench, look: Look) -> None:
    bench.write(
        "SELECT 1;\nDO $$ BEGIN RAISE NOTICE 'seen';\n"
        "RAISE EXCEPTION 'no' USING DETAIL = 'why', HINT = 'how'; END $$;"
    )
    bench.button("Run all").click()
    messages = bench.results.get_by_role("region", name="Messages")
    expect(messages).to_contain_text("SQLSTATE P0001")
    expect(messages.get_by_role("definition")).to_have_text(["why", "how"])
    expect(messages.get_by_role("list", name="Notices")).to_contain_text("seen")
    expect(bench.grid).to_be_visible()
    look(bench.page, "messages", ".desk")
    bench.write("SELECT 1;\nSELECT nope;")
    bench.press("Control+Enter")
    expect(bench.page.locator(".cm-lintRange-error")).to_have_text("nope")
    bench.button("Line 2, column 8").click()
    expect(bench.editor).to_be_focused()


def test_scratch_tabs_keep_their_own_text_and_results(bench: Workbench, look: Look) -> None:
    bench.write("SELECT 'the answer' AS answer")
    bench.saved()
    bench.button("New scratch tab").click()
    bench.run("SELECT 'tried' AS tried")
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["tried"])
    expect(bench.page.get_by_text("Kept in this browser only")).to_be_visible()
    look(bench.page, "scratch", ".desk")
    bench.tab("Answer").click()
    expect(bench.editor).to_have_text("SELECT 'the answer' AS answer")
    expect(bench.page.get_by_text("You hand in what is in this tab.")).to_be_visible()
    bench.press("ArrowRight")
    expect(bench.tab("Scratch 1")).to_be_focused()
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["tried"])
    bench.page.reload()
    expect(bench.editor).to_have_text("SELECT 'tried' AS tried")
    bench.button("Copy into the answer").click()
    expect(bench.editor).to_contain_text("the answer")
    expect(bench.editor).to_contain_text("tried")
    bench.press("Control+z")
    expect(bench.editor).to_have_text("SELECT 'the answer' AS answer")
    bench.tab("Scratch 1").focus()
    bench.press("Enter", "Delete")
    expect(bench.tab("Scratch 1")).to_have_count(0)
    bench.button("Bring it back").click()
    expect(bench.editor).to_have_text("SELECT 'tried' AS tried")
    bench.button("Close this tab").click()


def test_a_plan_is_read_folded_and_compared(bench: Workbench, look: Look) -> None:
    bench.write(
        "SELECT a.n FROM generate_series(1, 5000) AS a (n) JOIN generate_series(1, 9) AS b (n) USING (n)"
    )
    bench.press("F7")
    tree = bench.results.get_by_role("treegrid")
    expect(tree).to_be_visible()
    expect(bench.status).to_contain_text("Plan, estimated")
    bench.press("Shift+F7")
    expect(bench.status).to_contain_text("Plan, executed")
    expect(bench.results.get_by_role("heading", name="What stands out")).to_be_visible()
    look(bench.page, "plan", ".desk")
    rows = tree.get_by_role("row")
    expect(rows.nth(2)).to_have_attribute("aria-level", "2")
    rows.nth(1).focus()
    bench.press("ArrowLeft")
    expect(rows).to_have_count(2)
    bench.press("ArrowRight", "ArrowDown")
    expect(rows.nth(2)).to_be_focused()
    draw_the_plan(bench, look)
    print_the_plan(bench)
    bench.page.get_by_label("Compare with").select_option(index=1)
    expect(bench.results.get_by_role("region", name="Nodes, before and now")).to_be_visible()
    look(bench.page, "comparison", ".desk")


def draw_the_plan(bench: Workbench, look: Look) -> None:
    """pev2 in its frame, on demand; Escape within leads back."""
    bench.button("Picture…").click()
    dialog = bench.page.get_by_role("dialog", name="Picture of the plan")
    drawn = bench.page.frame_locator(".plan-picture")
    node = drawn.locator(".plan-node").filter(has_text="Hash").first
    expect(node).to_be_visible(timeout=SLOW)
    look(bench.page, "plan-picture")
    node.click()
    bench.press("Escape")
    expect(dialog).to_have_count(0)
    expect(bench.button("Picture…")).to_be_focused()


def print_the_plan(bench: Workbench) -> None:
    """On paper it is alone with its statement."""
    bench.page.evaluate("window.print = () => undefined")
    bench.button("Print").click()
    bench.page.emulate_media(media="print")
    expect(bench.results.get_by_role("treegrid")).to_be_visible()
    expect(bench.results.locator("pre.print-only")).to_contain_text("generate_series(1, 5000)")
    expect(bench.page.locator("#brief")).to_be_hidden()
    expect(bench.editor).to_be_hidden()
    bench.page.emulate_media(media="screen")
    bench.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(bench.page.locator("#brief")).to_be_visible()


def test_runs_are_kept_and_run_again(bench: Workbench) -> None:
    bench.run("SELECT 'once more' AS again")
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["once more"])
    bench.write("SELECT 'something else'")
    bench.saved()
    bench.page.reload()
    bench.page.get_by_role("tab", name="Runs").click()
    bench.page.locator("#runs summary").first.click()
    bench.page.locator("#runs").get_by_role("button", name="Run again").first.click()
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["once more"])


def test_panels_and_settings_are_remembered(bench: Workbench, look: Look) -> None:
    border = bench.page.get_by_role("separator", name="Width of the task")
    before = bench.page.locator("#brief").bounding_box()
    border.focus()
    bench.press("ArrowRight", "ArrowRight")
    expect(border).to_have_attribute("aria-valuenow", "44")
    bench.button("Settings").click()
    settings = bench.page.get_by_role("dialog", name="Settings")
    settings.get_by_label("Dark").check()
    settings.get_by_label("Size of the text").select_option("130 %")
    settings.get_by_label("Vim keys").check()
    settings.get_by_role("button", name="Close").click()
    bench.page.reload()
    expect(border).to_have_attribute("aria-valuenow", "44")
    after = bench.page.locator("#brief").bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"] + 50
    expect(bench.page.locator("body")).to_have_css("color", "rgb(232, 235, 242)")
    expect(bench.page.locator(".cm-scroller")).to_have_css("font-size", "17.0625px")
    expect(bench.page.locator(".cm-vim-panel")).to_be_visible()
    bench.editor.click()
    bench.press("g", "g", "d", "G", "i")
    bench.page.keyboard.insert_text("SELECT 'vim'")
    bench.press("Control+Enter")
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["vim"])
    looks.check(bench.page)
    bench.page.evaluate("localStorage.removeItem('assessor:settings')")


def test_tabs_are_sessions_that_can_wait_for_each_other(bench: Workbench, look: Look) -> None:
    state = bench.page.locator("#session-state")
    bench.run("CREATE TABLE locked (n int); INSERT INTO locked VALUES (1)")
    bench.button("Run all").click()
    expect(bench.results).to_contain_text("INSERT", timeout=SLOW)
    bench.write("BEGIN; UPDATE locked SET n = 2")
    bench.button("Run all").click()
    expect(state).to_have_text("In a transaction", timeout=SLOW)
    bench.run("CREATE TEMP TABLE only_here AS SELECT 1 AS n")
    expect(bench.results).to_contain_text("SELECT", timeout=SLOW)
    bench.page.reload()
    expect(state).to_have_text("In a transaction")
    bench.run("SELECT count(*) FROM only_here")
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["1"])
    bench.button("New scratch tab").click()
    expect(state).to_have_text("No session yet")
    bench.run("SELECT to_regclass('only_here') AS elsewhere")
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["NULL"])
    bench.run("UPDATE locked SET n = 3")
    expect(bench.results).to_contain_text("Running…")
    bench.button("Cancel").click()
    expect(bench.results).to_contain_text("Cancelled", timeout=SLOW)
    expect(bench.page.locator("#run")).to_be_focused()
    bench.tab("Answer, in a transaction").click()
    bench.run("SELECT nope")
    expect(state).to_have_text("Failed transaction: ROLLBACK", timeout=SLOW)
    look(bench.page, "sessions", ".desk")
    bench.button("New session").click()
    expect(state).to_have_text("No session yet")
    bench.run("SELECT n FROM locked")
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["1"])
    expect(state).to_have_text("Session idle")
    bench.tab("Scratch").click()
    bench.button("Close this tab").click()


def test_the_tables_are_read_filtered_and_drawn(bench: Workbench, look: Look) -> None:
    bench.page.get_by_role("tab", name="Tables").click()
    person = bench.page.locator("[data-table=person]")
    expect(person.get_by_role("region", name="Some rows of person")).to_be_visible(timeout=SLOW)
    bench.run(
        'CREATE TABLE made_here (made_id int PRIMARY KEY, person_id int REFERENCES person, "Odd name" text)'
    )
    expect(bench.page.locator("[data-table=made_here]")).to_contain_text("→ person", timeout=SLOW)
    bench.write("SELECT * FROM made_h")
    bench.press("Control+End", "Control+Space")
    expect(bench.page.get_by_role("listbox")).to_contain_text("made_here")
    bench.press("Escape")
    look(bench.page, "tables")
    bench.page.get_by_label("Filter tables and columns").fill("odd")
    expect(person).to_be_hidden()
    bench.write("SELECT ")
    bench.page.get_by_role("button", name="Odd name").click()
    expect(bench.editor).to_have_text('SELECT "Odd name"')
    bench.button("Diagram…").click()
    diagram = bench.page.get_by_role("dialog", name="Diagram of the tables")
    expect(diagram.get_by_role("img", name="Tables and their references")).to_be_visible()
    diagram.get_by_text("In words").click()
    expect(diagram).to_contain_text(
        "Each row of made_here refers by person_id to a row of person (person_id)."
    )
    look(bench.page, "diagram")
    diagram.get_by_role("button", name="Close").click()
    bench.run("DROP TABLE made_here")
    expect(bench.page.locator("[data-table=made_here]")).to_have_count(0, timeout=SLOW)

"""A curator reads the evaluation: counts, reads by area, takes the tables out, and lets everybody read the summary."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from organisations.models import CuratorRole, DataVersion, Decision, Export
from organisations.participation.evaluation import looks
from organisations.participation.models import Answers, Evaluation, Questionnaire, Version
from tests.browser.conftest import PHONE, WIDE, follow
from tests.browser.test_accessibility import DARK, assert_nothing_found
from tests.browser.test_curate import committed
from tests.participation.counting import SECRET, fill_some, questionnaire
from tests.signing_in import session_cookie

NAME = "s.muster"
DESK, SUMMARY = "/curate/questionnaires/newcomers/", "/ar/questions/newcomers/summary/"


@pytest.fixture(autouse=True)
def forms(site: str) -> Iterator[None]:
    """A questionnaire with sixty forms, and a curator; all of it is taken away again."""
    committed(_made)
    yield
    committed(_gone)


def _made() -> None:
    fill_some(questionnaire())
    user = User.objects.create_user(NAME, "s@stadt.example", is_staff=True)
    CuratorRole.objects.create(user=user, everywhere=True)


def _gone() -> None:
    for model in (Evaluation, Answers, Version, Questionnaire, Export, Decision, User):
        model._default_manager.all().delete()
    DataVersion.increase(vocabulary=True)


def opened(visit: Any, path: str, **look: Any) -> Page:
    """A page in the window of the curator."""
    window = visit(**({"locale": "en-GB"} | look))
    cookie = committed(lambda: session_cookie(User.objects.get(username=NAME)))
    window.context.add_cookies([{**cookie, "url": window.site}])
    page: Page = window.open(path, map=False)
    return page


def test_a_curator_reads_the_evaluation(visit: Any, tmp_path: Path) -> None:
    page = opened(visit, "/curate/questionnaires/", **WIDE)
    follow(page, page.get_by_role("link", name="Evaluation What helps?"))
    expect(page.locator("main")).to_contain_text("60 forms not counted yet")
    follow(page, page.get_by_role("button", name="Count them"))
    since = page.locator(".count-card").first
    expect(since.locator(".count-rows > li").first).to_have_text("new (en) 30 50%", use_inner_text=True)
    since.locator("summary").click()
    expect(since.locator("tbody tr").last).to_have_text("Forms 60", use_inner_text=True)
    page.get_by_label("By").select_option("area")
    follow(page, page.get_by_role("button", name="Show"))
    expect(page.locator(".count-card").nth(1)).to_contain_text("Denkendorf")
    with page.expect_download() as download:
        page.get_by_role("button", name="These tables as CSV").click()
    download.value.save_as(tmp_path / "file.csv")
    file = (tmp_path / "file.csv").read_text(encoding="utf-8-sig")
    assert '"Denkendorf";"Denkendorf (%)";"Filderstadt"' in file and SECRET not in file
    page.get_by_label("Question", exact=True).select_option(label="Question since")
    page.get_by_label("By").select_option(label="Question welcome")
    follow(page, page.get_by_role("button", name="Show"))
    expect(page.locator("main")).to_contain_text("rounded to multiples of 5")
    expect(page.locator(".count-card svg").first).to_be_visible()
    follow(page, page.get_by_role("link", name="In own words"))
    expect(page.get_by_text(SECRET)).to_have_count(30)
    page.go_back()
    follow(page, page.get_by_role("button", name="Make the summary public"))
    reader = visit(**PHONE).open(SUMMARY, map=False)
    expect(reader.locator(".count-card").first).to_contain_text("30")
    assert reader.context.cookies() == [] and SECRET not in reader.content()


@pytest.mark.parametrize("look", [WIDE, {**PHONE, **DARK}], ids=["wide", "dark phone"])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(visit: Any, look: dict[str, Any]) -> None:
    committed(_counted)
    page = opened(visit, DESK, **look)
    for path in (f"{DESK}?by=area", f"{DESK}?by=q.since", f"{DESK}words/", SUMMARY):
        page.goto(f"{page.url.partition('/curate/')[0]}{path}")
        for summary in page.locator("main details summary").all():
            summary.click()
        assert_nothing_found(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def _counted() -> None:
    looks.count(Version.objects.get(), author="user:1")
    looks.show_summary(Questionnaire.objects.get(), True, author="user:1")

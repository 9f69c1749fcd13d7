"""The documentation is complete and current: generated parts, commands and options, links, and what no page says."""

import re
import tomllib
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import fences
import pages
import pytest
import typer
from fences import Golden

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Round
from partnercheck.assessment.result import Assessment
from partnercheck.cli.app import COMMANDS, app_with
from partnercheck.core.words import STAGES, words_for
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.reports.filters import filters_for

DOCS = fences.ROOT / "docs"
PROJECT = tomllib.loads((fences.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

SITES = {"creativecommons.org", "www.apache.org", "json-schema.org", "keepachangelog.com", "semver.org"}
"""The only places on the network that a page may name."""


def nobody() -> Assessment:
    round_ = Round(questionnaire=load_questionnaire("pulse"), digest="", partnership="Nobody", date=date(2026, 11, 21))
    return assess(round_, words_for("en"))


def test_the_page_of_commands_is_current(golden: Golden) -> None:
    page = DOCS / "commands.md"
    golden(pages.with_generated(fences.prose(page), pages.commands()), page)


def test_the_page_of_the_questionnaire_format_is_current(golden: Golden) -> None:
    page = DOCS / "questionnaire-format.md"
    golden(pages.with_generated(fences.prose(page), pages.questionnaire_parts()), page)


def test_the_page_of_the_assessment_is_current(golden: Golden) -> None:
    page = DOCS / "assessment-format.md"
    golden(pages.with_generated(fences.prose(page), pages.assessment_parts()), page)


def test_the_page_of_reports_is_current(golden: Golden) -> None:
    page = DOCS / "reports.md"
    golden(pages.with_generated(fences.prose(page), pages.filters(nobody())), page)


def test_the_index_of_rules_is_current(golden: Golden) -> None:
    page = DOCS / "rules" / "README.md"
    golden(pages.with_generated(fences.prose(page), pages.rules()), page)


def test_every_command_and_option_is_documented() -> None:
    group = typer.main.get_command(app_with(COMMANDS))
    assert isinstance(group, typer.core.TyperGroup)
    text = fences.prose(DOCS / "commands.md")
    sections = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert sorted(sections) == sorted(group.commands)
    for name, command in group.commands.items():
        for option in [each for parameter in command.params for each in parameter.opts if each.startswith("-")]:
            assert f"`{option}" in sections[name], f"{name} {option} is not documented"
    for option in [each for parameter in group.params for each in parameter.opts]:
        assert f"`{option}`" in text.partition("## ")[0], f"{option} is not documented"


def test_every_filter_and_name_of_templates_is_documented() -> None:
    text = fences.prose(DOCS / "reports.md")
    others = ("assessment", "words", "short", "sources", "loop_picture", "loop_sentences", "range")
    for name in (*filters_for(nobody()), *others):
        assert f"| `{name}` |" in text


@pytest.mark.parametrize("format_", ["html", "md"])
def test_the_blocks_of_the_bundled_report_are_documented_in_their_order(format_: str) -> None:
    template = (fences.ROOT / "reports" / "stage" / f"report.{format_}.j2").read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"\{% block (\w+) %\}", template) if block != "style"]
    text = fences.prose(DOCS / "reports.md").partition("The blocks of the bundled report")[2].partition("An empty")[0]
    named = re.findall(r"`(\w+)`", text)
    assert named == [*blocks, "style"]


def test_the_facilitators_guide_says_what_stages_mean_as_the_reports_do() -> None:
    rows = dict(fences.table_rows(DOCS / "facilitators-guide.md", "stage"))
    assert rows == {stage: words_for("en").meaning(stage) for stage in STAGES}


@pytest.mark.parametrize("page", fences.PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in fences.links(page):
        if urlsplit(link).scheme:
            assert urlsplit(link).hostname in SITES, link
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name} links to {link}"
        if anchor:
            assert anchor in fences.anchors(target), f"{page.name} links to {link}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached = {fences.ROOT / "README.md"}
    ahead = list(reached)
    while ahead:
        page = ahead.pop()
        found = {(page.parent / link.partition("#")[0]).resolve() for link in fences.links(page) if "://" not in link}
        new = {each for each in found if each.suffix == ".md"} - reached
        reached |= new
        ahead += new
    assert set(fences.PAGES) <= reached


@pytest.mark.parametrize("page", fences.PAGES, ids=lambda page: page.name)
def test_no_page_names_other_sites_or_places_of_one_machine(page: Path) -> None:
    text = fences.prose(page)
    assert {urlsplit(url).hostname for url in re.findall(r"https?://[^\s)>\"]+", text)} <= SITES
    assert re.findall(r"(?<![\w.)])/[a-z]+/[\w.]+", text) == []


def test_the_changelog_has_this_version() -> None:
    text = fences.prose(fences.ROOT / "CHANGELOG.md")
    assert re.search(rf"^## \[{re.escape(PROJECT['version'])}\] - \d{{4}}-\d\d-\d\d$", text, re.MULTILINE)


def test_the_readme_holds_the_table_of_speed() -> None:
    text = fences.prose(fences.ROOT / "README.md")
    table = text.partition("<!-- speed:start -->")[2].partition("<!-- speed:end -->")[0]
    assert len([line for line in table.splitlines() if line.startswith("| ") and ("×" in line or " ms" in line)]) >= 4

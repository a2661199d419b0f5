"""Alerts: which names meet each, which of those are new, and what a bad one says."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

import tui
from tui.book.saved import NO_ALERTS, Alerts, read_alerts
from tui.view.alerts import Seen, alert_table, fired, looked_at, problems

if TYPE_CHECKING:
    from tui.universe.universe import Universe

OPTICS_UNDER_45 = ["300308.SZ", "300502.SZ"]


@pytest.fixture(scope="module")
def sample() -> Universe:
    return tui.load()


def alerts(text: str) -> Alerts:
    return read_alerts(tomllib.loads(text), "config.toml", text)


CHEAP = '[alerts]\ncheap = "group = optical-modules and pe26 < 45"\n'


def test_an_alert_fires_for_the_names_that_meet_it(sample: Universe) -> None:
    (one,) = fired(sample, alerts(CHEAP))
    assert one.problem is None
    assert list(one.codes) == OPTICS_UNDER_45
    assert one.new == one.codes
    assert [sample.row_of[code] for code in one.codes] == one.rows.tolist()


def test_a_name_without_a_value_does_not_meet_one(sample: Universe) -> None:
    (one,) = fired(sample, alerts('[alerts]\na = "not pe_ttm > 0"'))
    assert one.codes == ()


def test_labels_and_a_table(sample: Universe) -> None:
    found = alerts('[alerts.cheap]\nquery = "pe26 < 20"\nzh = "便宜"\nen = "cheap ones"\n')
    (one,) = fired(sample, found)
    assert (one.alert.label("zh"), one.alert.label("en"), one.alert.line) == ("便宜", "cheap ones", 1)


def test_no_alerts(sample: Universe) -> None:
    assert alerts('book = "x"') is NO_ALERTS
    assert fired(sample, NO_ALERTS) == ()
    assert alert_table(sample, ()).num_rows == 0


def test_only_what_was_not_seen_is_new(sample: Universe) -> None:
    asked = alerts(CHEAP)
    before = {"cheap": Seen("group = optical-modules and pe26 < 45", frozenset({"300308.SZ", "000001.SZ"}))}
    (one,) = fired(sample, asked, before)
    assert list(one.codes) == OPTICS_UNDER_45
    assert one.new == ("300502.SZ",)
    assert alert_table(sample, [one]).to_pylist() == [
        {"alert": "cheap", "code": "300502.SZ", "name": "新易盛", "group": "optical-modules", "new": "true"}
    ]
    assert alert_table(sample, [one], every=True).column("new").to_pylist() == ["false", "true"]


def test_what_was_seen_of_another_query_does_not_count(sample: Universe) -> None:
    (one,) = fired(sample, alerts(CHEAP), {"cheap": Seen("pe26 < 45", frozenset(OPTICS_UNDER_45))})
    assert list(one.new) == OPTICS_UNDER_45


def test_looking_forgets_who_meets_it_no_more(sample: Universe) -> None:
    asked = alerts(CHEAP)
    before = {"cheap": Seen("group = optical-modules and pe26 < 45", frozenset({"600941.SH"}))}
    after = looked_at(fired(sample, asked, before), before)
    assert after["cheap"].codes == frozenset(OPTICS_UNDER_45)
    assert fired(sample, asked, after)[0].new == ()


@pytest.mark.parametrize(
    ("text", "line", "what", "why"),
    [
        ('[alerts]\nok = "pe26 > 0"\nx = "pe26 < cheep"', 3, "alerts.x", "cheep"),
        ('[alerts]\nx = "prise > 1"', 2, "alerts.x", "price"),
        ("[alerts]\nx = 3", 2, "alerts.x", 'query = "…"'),
        ('[alerts]\nx = ""', 2, "alerts.x", "expected a text"),
        ('[alerts.x]\nqeury = "pe26 > 1"\nquery = "pe26 > 1"', 1, "alerts.x", "nearest: query"),
        ('[alerts.x]\nwhere = "pe26 > 1"', 1, "alerts.x", 'query = "…"'),
        ('[alerts]\n"1 2" = "pe26 > 1"', 2, "alerts.1 2", "expected a name"),
        ("alerts = 1", 0, "alerts", "expected a table"),
    ],
)
def test_a_bad_alert_is_a_problem_with_its_line(
    sample: Universe, text: str, line: int, what: str, why: str
) -> None:
    asked = alerts(text)
    (told,) = problems(fired(sample, asked), asked)
    assert (told.file, told.line, told.what) == ("config.toml", line, what)
    assert why in told.why


def test_a_bad_alert_leaves_the_others_and_what_was_seen_of_it(sample: Universe) -> None:
    asked = alerts('[alerts]\nbad = "nope > 1"\ncheap = "pe26 < 20"\n')
    bad, cheap = fired(sample, asked)
    assert bad.problem
    assert bad.codes == ()
    assert len(cheap.codes) > 0
    seen = {"bad": Seen("pe26 < 1", frozenset({"600941.SH"}))}
    assert looked_at([bad, cheap], seen)["bad"] == seen["bad"]

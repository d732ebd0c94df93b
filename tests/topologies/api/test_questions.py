"""Questions by REST."""

import pytest

from tests.rest import HOME, refusal

PATHS = [
    HOME + "reach/?target=database",
    HOME + "reach/?source=copy",
    HOME + "reach/?source=(internet)&target=database&port=5432",
    HOME + "resilience/",
    HOME + "resilience/?failure=host:host",
    HOME + "cost/",
    "/api/v1/systems/sample/options/",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_role_asks_and_for_others_it_does_not_exist(path, cast, published):
    for name, client in cast.items():
        expected = {"outsider": 404, "anonymous": 401}.get(name, 200)
        assert client.get(path).status_code == expected, name


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_is_kept_under_a_strong_tag(path, viewer, published):
    etag = viewer.get(path)["ETag"]
    assert not etag.startswith("W/")
    assert viewer.get(path, HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_equal_documents_asked_differently_have_different_tags(viewer, published):
    assert len({viewer.get(path)["ETag"] for path in PATHS}) == len(PATHS)


def test_a_class_has_members_a_verdict_and_evidence(viewer, published):
    (answer,) = viewer.get(PATHS[0]).json()["answers"]
    assert (answer["port"], answer["protocol"]) == (5432, "tcp")
    rows = {key: row for row in answer["classes"] for key in row["members"]}
    assert rows["copy"]["verdict"] == "allowed"
    assert rows["copy"]["hops"][0]["port"] == "database-port"
    assert rows["(internet)"]["verdict"] == "blocked"
    assert rows["(internet)"]["blocked_by"]["layer"] == "firewall"
    assert rows["(internet)"]["needs"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("reach/", "target"),
        ("reach/?target=nobody", "target"),
        ("reach/?source=%00x&target=database", "source"),
        ("reach/?target=database&port=0", "port"),
        ("reach/?target=database&port=99999999999", "port"),
        ("reach/?target=database&source=database", "target"),
        ("resilience/?kind=planet", "kind"),
        ("resilience/?verdict=maybe", "verdict"),
        ("resilience/?failure=zone:moon", "failure"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_name(query, field, viewer, published):
    error = refusal(viewer.get(HOME + query), 400)
    assert [fault["field"] for fault in error["faults"]] == [field]


def test_failures_are_listed_and_one_is_told_in_full(viewer, published):
    rows = viewer.get(HOME + "resilience/").json()["failures"]
    assert "host:host" in [row["slug"] for row in rows]
    assert set(rows[0]["rto"]) == {"seconds", "least", "most", "endless", "missing"}
    one = viewer.get(HOME + "resilience/?failure=host:host").json()
    assert one["gone"] == ["copy", "database"]
    assert viewer.get(HOME + "resilience/?verdict=meets").json()["failures"] == []


def test_costs_that_nobody_states_are_null(viewer, published):
    found = viewer.get(HOME + "cost/").json()
    assert (found["low"], found["elements"]) == (None, [])
    assert found["unpriced"] == ["copy", "database"]


def test_options_give_one_value_for_each_topology(viewer, published):
    found = viewer.get("/api/v1/systems/sample/options/").json()
    assert found["options"] == ["topology"]
    assert all(len(line["values"]) == len(line["words"]) == 1 for line in found["lines"])

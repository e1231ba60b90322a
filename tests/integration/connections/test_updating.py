"""Are published lists kept up to date, each in one piece, and never in the place of more than they bring?"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from haversack.cli import directory
from haversack.cli.frame import Console, Refused
from haversack.config.environment import SettingUnreadable, read_environment
from haversack.connections.actions import lists, updating
from haversack.connections.actions.updating import Came, due, forget, name_sources, update, update_if_due
from haversack.connections.http import Web
from haversack.connections.jobs import directory as job
from haversack.connections.models import Office, PublishedList
from haversack.connections.queries.directory import _vocabulary, find
from haversack.connections.rules.reaching import Allowed

from ...fakes.portals import Portal

NOW = datetime(2026, 3, 3, 9, 12, tzinfo=UTC)
HERE, THERE = "https://lists.example/us.json", "https://lists.example/ca.csv"


@pytest.fixture(autouse=True)
def _two_lists(settings):
    _vocabulary.cache_clear()
    settings.DIRECTORIES = [("us", HERE), ("ca", THERE)]


def rows(*names: str) -> str:
    return json.dumps([{"OrganizationName": name, "URL": f"https://{number}.example/r4"}
                       for number, name in enumerate(names)])  # fmt: skip


def many(number: int) -> str:
    return rows(*(f"Alder Creek {one}" for one in range(number)))


def ask(answer: str | httpx2.Response | Exception, now: datetime = NOW, *, fewer: bool = False) -> tuple[Came, Portal]:
    source = name_sources(now)[0]
    if isinstance(answer, str):
        answer = httpx2.Response(200, content=answer.encode(), headers={"ETag": 'W/"1"', "Last-Modified": "Tue"})
    portal = Portal({f"GET {HERE}": answer})
    came = update(source.pk, now, fewer=fewer, web=lambda: Web(Allowed(), transport=portal))
    return came, portal


def names() -> set[str]:
    return {hit.office.name for word in ("alder", "birch", "cedar") for hit in find(word, count=100).hits}


def test_what_came_is_taken_and_what_a_list_names_no_more_goes():
    came, _ = ask(rows("Alder Creek", "Birch Lake"))
    assert (came.came, came.listings, came.added, came.region) == ("new", 2, 2, "us")
    came, _ = ask(rows("Alder Creek", "Cedar Hill"))
    assert (came.came, came.added, came.gone, came.trouble) == ("changed", 1, 1, "")
    assert names() == {"Alder Creek", "Cedar Hill"}


def test_an_unchanged_list_is_not_fetched_twice():
    ask(rows("Alder Creek"))
    later = NOW + timedelta(days=8)
    came, portal = ask(httpx2.Response(304), later)
    headers = portal.asked[0].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('W/"1"', "Tue")
    assert came.came == "unchanged"
    assert PublishedList.objects.get(address=HERE).read_at == later
    assert names() == {"Alder Creek"}


def test_the_same_bytes_without_a_mark_are_not_taken_again(monkeypatch):
    ask(rows("Alder Creek"))
    monkeypatch.setattr(updating, "take_edition", None)
    assert ask(rows("Alder Creek"))[0].came == "unchanged"


CUT = "name,fhirbase,zip\n" + "".join(f"Alder Creek {one},https://{one}.example/r4,05001\n" for one in range(30))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (many(20), "20 providers where it named 30"),
        (many(30)[:-40], "not whole JSON"),
        (CUT[:-18], "ends in the middle"),
        ("<html>moved</html>", "web page"),
        ("[]", "nobody"),
        ("", "empty"),
        (httpx2.Response(500), "answered 500"),
        (httpx2.Response(404), "answered 404"),
        (httpx2.Response(302, headers={"Location": "http://lists.example/us.json"}), "not"),
        (httpx2.ConnectError("no"), "cannot be reached"),
        (httpx2.ReadError("cut off"), "breaks off"),
    ],
)
def test_what_is_no_whole_list_leaves_the_edition_before_and_says_why(answer, why):
    ask(many(30))
    came, _ = ask(answer, NOW + timedelta(days=7))
    assert (came.came, came.listings, came.added, came.gone) == ("kept", 30, 0, 0)
    assert why in came.trouble
    assert Office.objects.count() == 30
    row = PublishedList.objects.get(address=HERE)
    assert (row.trouble, row.read_at) == (came.trouble, NOW)
    assert row.due_at == NOW + timedelta(days=8)  # again tomorrow
    assert ask(httpx2.Response(304), NOW + timedelta(days=8))[0].came == "unchanged"
    assert not PublishedList.objects.get(address=HERE).trouble


def test_the_operator_takes_a_list_that_really_shrank():
    ask(many(30))
    assert ask(many(10))[0].came == "kept"
    came, _ = ask(many(10), fewer=True)
    assert (came.came, came.gone, Office.objects.count()) == ("changed", 20, 10)
    assert ask(many(10) + " ")[0].came == "changed"  # from now on that is its size


def test_an_answer_too_large_or_an_address_inside_the_network_is_refused(monkeypatch):
    monkeypatch.setattr(updating, "MOST_BYTES", 1000)
    assert "larger" in ask(many(30))[0].trouble
    source = name_sources(NOW)[0]
    PublishedList.objects.filter(pk=source.pk).update(address="https://127.0.0.1/list.json")
    assert "private network" in update(source.pk, NOW, web=lambda: Web(Allowed())).trouble


def test_a_search_meanwhile_sees_the_old_edition_or_the_new_one(monkeypatch):
    monkeypatch.setattr("haversack.connections.actions.portals.AT_ONCE", 5)
    ask(rows("Alder Creek", "Birch Lake"))
    seen = []
    put_behind, stage = lists.put_behind, lists.keep_portals

    def looked(*given, **more):
        seen.append(names())
        return stage(*given, **more)

    monkeypatch.setattr(lists, "keep_portals", looked)
    monkeypatch.setattr(lists, "put_behind", lambda: seen.append(names()) or put_behind())
    fresh = [f"Cedar {number}" for number in range(20)]
    ask(rows("Alder Creek West", *fresh))
    *meanwhile, last = seen
    assert len(meanwhile) == 5
    assert all(one == {"Alder Creek", "Birch Lake"} for one in meanwhile)
    assert last == names() == {"Alder Creek West", *fresh}


def test_what_an_update_that_died_left_behind_is_never_shown(monkeypatch):
    ask(rows("Alder Creek"))

    def die(*given):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(lists, "_show", die)
        with pytest.raises(RuntimeError):
            ask(rows("Alder Creek", "Birch Lake", "Cedar Hill"))
    assert (names(), Office.objects.count()) == ({"Alder Creek"}, 3)
    came, _ = ask(rows("Alder Creek", "Birch Lake"))
    assert (came.added, names(), Office.objects.count()) == (1, {"Alder Creek", "Birch Lake"}, 2)


def test_a_search_keeps_to_the_regions_that_the_site_offers(settings):
    ask(rows("Alder Creek"))
    lists.take_list(address="north", data=rows("Birch Lake").encode(), now=NOW, region="ca")
    lists.take_list(address="any", data=rows("Cedar Hill").encode(), now=NOW)
    assert names() == {"Alder Creek", "Birch Lake", "Cedar Hill"}
    settings.DIRECTORY_REGIONS = ["us"]
    assert names() == {"Alder Creek", "Cedar Hill"}
    assert find("birch lake", region="ca").hits[0].office.name == "Birch Lake"
    assert not find("birch lake", region="us").hits
    at_the_portal = find("https://0.example/r4", way="address", region="ca").hits
    assert {hit.office.name for hit in at_the_portal} == {"Birch Lake", "Cedar Hill"}


def test_each_list_is_asked_for_weekly_by_itself_and_by_one_worker(monkeypatch):
    asked = []
    monkeypatch.setattr(job, "update_if_due", lambda number, now: asked.append(number))
    job.sweep_lists()
    assert asked == [row.pk for row in name_sources(NOW)]
    number = asked[0]
    portal = Portal({f"GET {HERE}": httpx2.Response(200, content=many(3).encode())})
    PublishedList.objects.update(due_at=NOW)
    assert update_if_due(number, NOW, web=lambda: Web(Allowed(), transport=portal)) is not None
    assert update_if_due(number, NOW, web=lambda: Web(Allowed(), transport=portal)) is None
    assert len(portal.asked) == 1
    assert number not in due(NOW + timedelta(days=6))
    assert number in due(NOW + timedelta(days=7))


def test_nobody_is_asked_where_the_operator_named_no_list(settings, monkeypatch):
    ask(rows("Alder Creek"))
    settings.DIRECTORIES = []
    monkeypatch.setattr(job, "update_if_due", lambda number, now: pytest.fail("a list was asked for"))
    job.sweep_lists()
    assert not due(NOW + timedelta(days=400))
    assert names() == {"Alder Creek"}
    with pytest.raises(Refused, match="HAVERSACK_DIRECTORIES"):
        command("update")


def test_a_list_that_is_forgotten_takes_what_it_alone_named():
    ask(rows("Alder Creek", "Birch Lake"))
    lists.take_list(address="other", data=rows("Alder Creek").encode(), now=NOW)
    assert forget(PublishedList.objects.get(address=HERE).pk, NOW) == 1
    assert names() == {"Alder Creek"}
    assert not PublishedList.objects.filter(address=HERE).exists()


def command(*words: str) -> Console:
    parser = argparse.ArgumentParser()
    directory.arguments(parser)
    console = Console(as_json=True)
    directory.run(parser.parse_args(words), console)
    return console


def test_the_command_says_of_each_list_what_came_and_when_it_was_read(monkeypatch, capsys):
    ask(rows("Alder Creek"))
    answers = {f"GET {HERE}": httpx2.Response(304), f"GET {THERE}": httpx2.Response(503)}
    monkeypatch.setattr(updating.update, "__kwdefaults__", {
        "fewer": False, "web": lambda: Web(Allowed(), transport=Portal(answers)),
    })  # fmt: skip
    console = command("update")
    here, there = json.loads(capsys.readouterr().out)["lists"]
    assert (here["came"], here["listings"], there["came"]) == ("unchanged", 1, "kept")
    assert "503" in there["trouble"]
    assert console.exit_code == 1
    command("lists")
    first, second = json.loads(capsys.readouterr().out)
    assert (first["address"], first["region"], first["listings"], first["trouble"]) == (HERE, "us", 1, "")
    assert first["last_read"].startswith("20")
    assert second["last_read"] is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ()),
        (f"us={HERE}\n  {THERE}", (("us", HERE), ("", THERE))),
        ("https://x.example/list?a=b", (("", "https://x.example/list?a=b"),)),
    ],
)
def test_the_setting_names_lists_with_their_regions(monkeypatch, words, found):
    monkeypatch.setenv("HAVERSACK_DIRECTORIES", words)
    assert read_environment().directories == found


@pytest.mark.parametrize("words", ["lists.example/us", "us=file:///etc/passwd", "https://u:p@x.example/"])
def test_a_setting_that_is_no_address_is_refused(monkeypatch, words):
    monkeypatch.setenv("HAVERSACK_DIRECTORIES", words)
    with pytest.raises(SettingUnreadable):
        read_environment()

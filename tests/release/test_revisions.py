"""A release says what it changed: published values beside published values, and nothing else."""

import datetime as dt
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from app.asgi import make_app
from core.bulletin import file
from core.bulletin.cube import HIDDEN
from core.bulletin.revisions import IN_FULL, Why
from core.register.calls import Call
from core.register.columns import columns_of
from core.release.differences import changes_between
from core.release.publish import make_release
from tests.factories import SMALL, house_in


@pytest.fixture(scope="module")
def revised(tmp_path_factory):
    """(house, first bulletin, second): a third of the calls taken out between two releases."""
    made = house_in(tmp_path_factory.mktemp("revised"), size=SMALL)
    path, first = made.settings.bulletin, made.shelf.bulletin
    with made.register.writing() as connection:
        some = sa.select(columns_of(Call).id).limit(300)
        connection.execute(sa.delete(Call).where(columns_of(Call).id.in_(some)))

    def later() -> dt.datetime:
        return first.release.released_at + dt.timedelta(hours=2)

    make_release(made.register, made.keys.noise, path, later)
    yield made, first, file.read(path)
    made.register.close()


def test_every_published_figure_that_changed_is_listed_and_no_other(revised):
    _, first, second = revised
    newest = second.revisions[0]
    assert (newest.release, newest.why) == (second.release.id, Why.REGISTER)
    assert newest.changed == len(newest.changes) > 100
    differing = sum(int((first.cube[a].shown != second.cube[a].shown).sum()) for a in second.cube)
    assert newest.changed == differing
    assert {change.of for change in newest.changes} == {"calls"}
    for change in newest.changes:
        assert change.old != change.new
        assert HIDDEN not in (change.old, change.new)
        assert 0 not in (change.old, change.new)


def test_the_first_release_says_that_it_is_the_first(revised):
    _, first, second = revised
    (oldest,) = first.revisions
    assert (oldest.why, oldest.changed) == (Why.FIRST, 0)
    assert second.revisions[1] == oldest


def test_the_same_figures_again_are_no_revision(revised):
    made, _, second = revised

    def later() -> dt.datetime:
        return second.release.released_at + dt.timedelta(hours=2)

    again = make_release(made.register, made.keys.noise, made.settings.bulletin, later)
    assert again.revisions == second.revisions


def test_a_changed_published_fact_is_a_change(bulletin):
    from dataclasses import replace

    first, *rest = bulletin.facts.published
    facts = replace(bulletin.facts, published=(replace(first, value=first.value + 1), *rest))
    (change,) = changes_between(bulletin, replace(bulletin, facts=facts))
    assert (change.of, change.by, change.new) == ("published", first.series, first.value + 1)


def test_older_releases_keep_their_number_alone(revised, tmp_path):
    from dataclasses import replace

    from core.release.differences import with_revisions

    _, first, second = revised
    newest = second.revisions[0]
    full = replace(first, revisions=(newest,) * (IN_FULL + 3))
    file.write(full, tmp_path / "bulletin")
    kept = with_revisions(second, tmp_path / "bulletin").revisions
    assert [bool(revision.changes) for revision in kept] == [True] * IN_FULL + [False] * 4
    assert {revision.changed for revision in kept} == {newest.changed}


def test_a_bulletin_of_another_layout_cannot_be_compared_and_says_so(bulletin, tmp_path):
    from core.release.differences import with_revisions

    (tmp_path / "bulletin").write_bytes(b"another")
    (only,) = with_revisions(bulletin, tmp_path / "bulletin").revisions
    assert (only.why, only.changed) == (Why.RULE, None)


@pytest.fixture(scope="module")
def reader(revised):
    with TestClient(make_app(revised[0]), base_url="http://127.0.0.1") as made:
        yield made


def test_the_page_lists_them_and_pages_through_them(reader, revised):
    _, _, second = revised
    newest = second.revisions[0]
    page = reader.get("/revisiones")
    assert page.status_code == 200
    assert f"{newest.changed:,}".replace(",", "\N{NO-BREAK SPACE}") in page.text
    last = -(-newest.changed // 100)
    end = reader.get(f"/revisiones?boletin={newest.release}&pagina={last}")
    assert 'rel="prev"' in end.text
    assert 'rel="next"' not in end.text
    assert 'rel="next"' in page.text


@pytest.mark.parametrize(
    "query", ["pagina=0", "pagina=x", "pagina=99999", "boletin=otro", "otro=1", "pagina=%00"]
)
def test_what_is_not_understood_is_said_and_the_list_still_stands(reader, query):
    page = reader.get(f"/revisiones?{query}")
    assert page.status_code == 400
    assert 'class="problems"' in page.text
    assert "<table" in page.text


def test_the_feed_is_atom_with_an_entry_for_each_release(reader, revised):
    answer = reader.get("/revisiones.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    atom = "{http://www.w3.org/2005/Atom}"
    tree = ElementTree.fromstring(answer.text)
    assert tree.tag == f"{atom}feed"
    for name in ("id", "title", "updated", "author"):
        assert tree.find(f"{atom}{name}") is not None
    entries = tree.findall(f"{atom}entry")
    assert [e.find(f"{atom}title").text for e in entries] == [
        revision.release for revision in revised[2].revisions
    ]
    ids = [e.find(f"{atom}id").text for e in entries]
    assert len(set(ids)) == len(ids)

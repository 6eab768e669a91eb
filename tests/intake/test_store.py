"""Nothing that arrives is lost: bytes are committed before anybody hears of it, and the same bytes are one delivery."""

import hashlib
import io
import os
import threading

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from hypothesis import given
from hypothesis import strategies as st

from dateline.intake import store as module
from dateline.intake.names import LENGTH, shown_name
from dateline.intake.store import Incoming, Known, is_stored, keep_large, let_go, store, store_many
from dateline.newsroom import raw
from dateline.newsroom.models import Delivery, RawPart, Source

from .helpers import anp_source

pytestmark = pytest.mark.django_db(transaction=True)


def kept() -> set[str]:
    """What lies apart from the rows of deliveries."""
    folder = settings.DATA / "raw"
    found = {str(path) for path in folder.rglob("*") if path.is_file()}
    return found | set(RawPart.objects.values_list("name", flat=True))


def test_bytes_are_kept_as_they_came():
    source = anp_source()
    for data in (b"", b"\x00\xff\xfe", b"x" * (raw.IN_ROW + 1)):
        delivery, new = store(source, "a.xml", data)
        assert new
        assert raw.load(Delivery.objects.get(pk=delivery.pk)) == data
        assert is_stored(source, data)


def test_the_same_bytes_are_the_same_delivery_under_any_name():
    source = anp_source()
    first, new = store(source, "a.xml", b"copy")
    again, again_new = store(source, "b.xml", b"copy")
    assert (new, again_new) == (True, False)
    assert again.pk == first.pk
    assert Delivery.objects.count() == 1


def test_the_same_bytes_twice_in_one_batch_are_one_delivery():
    source = anp_source()
    stored = store_many(source, [Incoming("a", b"1"), Incoming("b", b"2"), Incoming("c", b"1")])
    assert [one.new for one in stored] == [True, True, False]
    assert stored[0].delivery.pk == stored[2].delivery.pk


def test_other_sources_have_deliveries_of_their_own():
    assert store(anp_source(), "a", b"copy").delivery.pk != store(anp_source(slug="other"), "a", b"copy").delivery.pk


def test_new_bytes_under_a_known_name_are_a_new_delivery():
    source = anp_source()
    assert store(source, "a.xml", b"1").delivery.pk != store(source, "a.xml", b"2").delivery.pk


def test_what_is_known_is_kept_with_the_delivery():
    known = Known(zone="Europe/Brussels", provider="ANP", section="Sport", backlog=True)
    delivery = Delivery.objects.get(pk=store(anp_source(), "a", b"copy", known=known).delivery.pk)
    assert (delivery.zone, delivery.provider_name, delivery.section_name, delivery.backlog) == (
        "Europe/Brussels",
        "ANP",
        "Sport",
        True,
    )


def test_many_at_once_are_stored_in_their_order():
    source = anp_source()
    stored = store_many(source, (Incoming(f"{n}", f"copy {n}".encode()) for n in range(250)))
    assert [one.delivery.name for one in stored] == [str(n) for n in range(250)]
    keys = [one.delivery.pk for one in stored]
    assert keys == sorted(set(keys))


def test_storing_from_several_threads_at_once_stores_each_once():
    source = anp_source()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            store_many(source, [Incoming(f"{n}", f"copy {n}".encode()) for n in range(150)])
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert Delivery.objects.count() == 150


def test_large_bytes_are_stored_without_being_in_memory_and_come_back_whole():
    source = anp_source()
    data = bytes(range(256)) * 8192
    kept = keep_large(io.BytesIO(data), source)
    assert (kept.size, kept.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    delivery, _ = store_many(source, [Incoming("large", kept=kept)])[0]
    assert raw.load(delivery) == data
    assert not list((settings.DATA / "raw").glob("draft.*"))


def test_redelivery_of_large_bytes_brings_nothing_back():
    source = anp_source()
    data = b"taken" * 100_000
    delivery, _ = store(source, "large", data)
    raw.forget(delivery.raw_file)
    Delivery.objects.update(raw_file="")
    store_many(source, [Incoming("again", data)])
    store_many(source, [Incoming("again", kept=keep_large(io.BytesIO(data), source))])
    assert Delivery.objects.get().raw_file == ""
    assert not RawPart.objects.exists()
    assert not (settings.DATA / "raw" / delivery.raw_file).is_file()


def test_letting_go_of_large_bytes_takes_none_that_another_is_about_to_store():
    data = b"both" * 100_000
    mine = keep_large(io.BytesIO(data), anp_source())
    others = keep_large(io.BytesIO(data), anp_source(slug="other"))
    let_go(mine)
    delivery, _ = store_many(Source.objects.get(slug="other"), [Incoming("large", kept=others)])[0]
    let_go(others)
    assert raw.load(delivery) == data, "a delivery has it now"


@pytest.mark.parametrize("large", [False, True])
def test_what_is_not_stored_leaves_no_bytes_behind(monkeypatch: pytest.MonkeyPatch, large: bool):
    source = anp_source()
    data = os.urandom(300_000)

    def push() -> Delivery:
        incoming = Incoming("a", kept=keep_large(io.BytesIO(data), source)) if large else Incoming("a", data)
        return store_many(source, [incoming], once=True)[0].delivery

    def locked(*args: object) -> None:
        raise OperationalError("database is locked")

    before = kept()
    with monkeypatch.context() as here:
        here.setattr(module, "insert_new", locked)
        for _ in range(3):
            with pytest.raises(OperationalError):
                push()
    assert kept() == before
    assert raw.load(push()) == data


def test_large_bytes_that_were_not_stored_may_be_stored_by_another_try(monkeypatch: pytest.MonkeyPatch):
    source = anp_source()
    incoming = Incoming("a", kept=keep_large(io.BytesIO(b"again" * 100_000), source))

    def locked(*args: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as here:
        here.setattr(module, "insert_new", locked)
        with pytest.raises(OperationalError):
            store_many(source, [incoming])
    assert raw.load(store_many(source, [incoming])[0].delivery) == b"again" * 100_000


def test_large_bytes_that_two_bring_at_once_are_kept_once():
    source = anp_source()
    data = os.urandom(300_000)
    before = kept()
    both = [Incoming(name, kept=keep_large(io.BytesIO(data), source)) for name in "ab"]
    assert [store_many(source, [one])[0].new for one in both] == [True, False]
    assert len(kept() - before) == 1
    assert raw.load(Delivery.objects.get()) == data


@given(st.one_of(st.binary(max_size=1000), st.text(alphabet=st.characters(), max_size=1000)))
def test_any_name_can_be_shown(name: bytes | str):
    shown = shown_name(name)
    shown.encode("utf-8")
    assert shown.isprintable()
    assert 0 < len(shown) <= LENGTH


def test_hostile_names_are_shown_and_never_used():
    source = anp_source()
    for n, name in enumerate(["../../etc/passwd", "a\nb\x1b[2J\x00", "a\udcffb", "\u202egnp.exe", "x" * 5000, ""]):
        delivery, _ = store(source, name, f"copy {n}".encode())
        delivery.refresh_from_db()
        assert delivery.name
        assert delivery.name.isprintable()
    assert shown_name("kop \N{HORIZONTAL ELLIPSIS} \u00e9\u4e2d.xml") == "kop \N{HORIZONTAL ELLIPSIS} \u00e9\u4e2d.xml"

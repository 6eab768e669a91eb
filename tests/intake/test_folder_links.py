"""Nobody who can write to a folder leads Dateline out of it, not even by being quick."""

from pathlib import Path

import pytest

from dateline.intake.folder import Folder

from .helpers import anp_source, newsml

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_folder_that_becomes_a_link_in_the_middle_of_a_look_is_not_even_listed(tmp_path: Path):
    root = tmp_path / "in"
    (tmp_path / "outside" / "deep").mkdir(parents=True)
    (tmp_path / "outside" / "deep" / "secret.xml").write_bytes(newsml(1))
    (root / "sub").mkdir(parents=True)
    entered: list[str] = []

    def enter(relative: str) -> None:
        entered.append(relative)
        if relative == "sub":
            (root / "sub").rmdir()
            (root / "sub").symlink_to(tmp_path / "outside")

    one = Folder(anp_source(path=str(root)), enter)
    assert one.look(60.0)
    assert entered == ["", "sub"]
    assert not one._waiting

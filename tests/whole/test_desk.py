"""The first minutes of who has just started it: an account, and what went wrong with the copy."""

import re
from pathlib import Path

import pytest

from tests.browsing import New, faults
from tests.serve.forked import command
from tests.whole.conftest import Start
from tests.whole.helpers import asked, receive

pytestmark = pytest.mark.once


def test_an_account_is_made_and_quarantine_shows_why(start: Start, new_page: New, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "onleesbaar.xml").write_bytes(b'<invoice number="12"/>')
    assert receive(data, tmp_path / "onleesbaar.xml").status == 1
    site = start(data=data)
    found = re.search(r"to make the first account: (\S+)", site.said())
    assert found
    page = new_page(found[1], locale="nl-NL")
    assert page.inner_text("h1") == "Het eerste account"
    assert faults(page) == []
    page.fill("[name=username]", "chef")
    for field in ("password1", "password2"):
        page.fill(f"[name={field}]", "brugwachter-88")
    page.click("button:not([type=button])")
    page.wait_for_url("**/desk/**")
    assert site.get(found[1].partition(str(site.port))[2]).status == 404, "the link leads nowhere now"
    page.goto(f"http://localhost:{site.port}/desk/admin/newsroom/delivery/?state__exact=quarantined")
    (reason,) = asked(data, "SELECT reason FROM newsroom_delivery")
    assert reason in page.inner_text("#result_list")
    assert "onleesbaar.xml" in page.inner_text("#result_list")
    again = command(data, "replay", "1")
    assert (again.returncode, again.stderr) == (1, f"onleesbaar.xml: {reason}\n")
    assert command(data, "replay", "2").returncode == 1

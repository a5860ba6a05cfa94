"""The routes of the shared page: who has the address reads, nobody writes, and others see nothing."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("starlette")

from ikewizard.web import app as web_app
from tests.web.asking import ask
from tests.web.sharing import TOKEN, Shared


def test_who_has_the_address_sees_the_page(shared: Shared) -> None:
    """The page is whole without anything else being fetched."""
    got = shared.get(f"/{TOKEN}")
    assert (got.status, got.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "What does the responder&#x27;s log complain of?" in got.text
    assert not re.search(r"""(?:src|href|action|srcset)\s*=|@import|url\(""", got.text)
    assert ask(shared.app, f"/{TOKEN}", method="HEAD").status == 200


@pytest.mark.parametrize(
    "path",
    ["", "x", TOKEN[:-1], TOKEN[:-1] + "K", TOKEN.upper(), TOKEN + "k", "%FF%FE", f"{TOKEN}/", f"{TOKEN}/x"]
    + [f"x/{end}" for end in ("still", "events")]
    + [f"{TOKEN}/events/", f"..%2f{TOKEN}", "favicon.ico"],
)
def test_any_other_address_is_not_found_without_a_hint(shared: Shared, path: str) -> None:
    """Whatever is wrong with it, the answer is the same to the letter."""
    got = shared.get(f"/{path}")
    assert (got.status, got.text) == (404, "Not Found")
    nothing = shared.get("/nothing")
    assert {**got.headers} == {**nothing.headers}


def test_an_expired_address_is_like_any_other(shared: Shared) -> None:
    """When the time is over, the page, its stream and its other form are not found."""
    for end in ("", "/still"):
        assert shared.get(f"/{TOKEN}{end}").status == 200
    shared.now = 1000.0
    for end in ("", "/still", "/events"):
        assert shared.get(f"/{TOKEN}{end}").text == "Not Found"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", [f"/{TOKEN}", f"/{TOKEN}/events", "/x"])
def test_nothing_can_be_sent(shared: Shared, method: str, path: str) -> None:
    """No route takes anything in, whether the address is right or not."""
    got = ask(shared.app, path, method=method)
    assert (got.status, got.headers["allow"]) == (405, "GET, HEAD")
    assert got.text == "Method Not Allowed"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:1", 200),
        ("evil.example", 404),
        ("127.0.0.1.evil.example", 404),
        ("[::1]", 404),
        ("", 404),
    ],
)
def test_the_page_is_only_there_under_its_own_name(shared: Shared, host: str, status: int) -> None:
    """A name of somebody else's that leads here is not followed (DNS rebinding)."""
    assert shared.get(f"/{TOKEN}", host=host).status == status


@pytest.mark.parametrize("path", [f"/{TOKEN}", f"/{TOKEN}/still", "/x"])
def test_what_goes_out_is_not_kept_or_framed_or_passed_on(shared: Shared, path: str) -> None:
    """Every answer carries the headers that keep it where it is."""
    headers = shared.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "access-control-allow-origin" not in headers
    assert "set-cookie" not in headers


def test_the_policy_allows_the_page_s_own_script_and_style_alone(shared: Shared) -> None:
    """By what they say, so that not a sign can be added to them."""
    text = shared.get(f"/{TOKEN}").text
    assert (text.count("<script>"), text.count("<style>"), text.count("style=")) == (1, 1, 0)
    assert re.search(r"\son\w+=", text) is None
    policy = shared.page.policy
    assert len(re.findall(r"'sha256-[\w+/]{43}='", policy)) == 2


def test_without_scripts_it_reloads(shared: Shared) -> None:
    """The page sends who has no scripts on to one that is loaded again and again; it counts as watching."""
    assert (
        f'<noscript><meta http-equiv="refresh" content="0; url=/{TOKEN}/still">'
        in shared.get(f"/{TOKEN}").text
    )
    assert shared.site.watchers == 0
    still = shared.get(f"/{TOKEN}/still").text
    assert ("<script" in still, '<meta http-equiv="refresh" content="5">' in still) == (False, True)
    assert shared.site.watchers == 1
    shared.now += web_app.STILL_FOR + 1
    assert shared.site.watchers == 0
    shared.hub.close("expired")
    assert "refresh" not in shared.get(f"/{TOKEN}/still").text

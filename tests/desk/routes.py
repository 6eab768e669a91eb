"""Every address of the desk, and what each role gets there: by looking (GET) and by acting (POST).

A new address has to be added here, or test_routes.py fails.
"""

from typing import NamedTuple

from .people import NOBODY, OUTSIDER

Answers = dict[str, int]


def _answers(outsider: int, nobody: int, viewer: int, editor: int, chief: int) -> Answers:
    return {OUTSIDER: outsider, NOBODY: nobody, "viewer": viewer, "editor": editor, "chief": chief}


# 302 is to the sign-in for an outsider; to who may act it is where the act leads back to.
SEEN = _answers(302, 403, 200, 200, 200)
DONE_BY_ALL = _answers(302, 403, 302, 302, 302)
NOTED_OF_ALL = _answers(302, 403, 204, 204, 204)
SEEN_BY_CHIEFS = _answers(302, 403, 403, 403, 200)
SEEN_BY_EDITORS = _answers(302, 403, 403, 200, 200)
HEARD_OF_EDITORS = _answers(302, 403, 403, 204, 204)
ACTED_BY_EDITORS = _answers(302, 403, 403, 302, 302)
ACTED_BY_CHIEFS = _answers(302, 403, 403, 403, 302)
SHOWN_TO_CHIEFS = _answers(302, 403, 403, 403, 200)  # a secret, a link: the answer itself is what was asked for
NEVER = _answers(405, 405, 405, 405, 405)
NOT_THERE = _answers(404, 404, 404, 404, 404)
OPEN = _answers(200, 200, 200, 200, 200)
LEAVES = _answers(302, 302, 302, 302, 302)
OF_ONES_OWN = _answers(302, 200, 200, 200, 200)
HAS_NONE = _answers(302, 404, 404, 404, 404)  # of what they are asked about: an app, codes
ONLY_SEEN = _answers(302, 405, 405, 405, 405)


class Route(NamedTuple):
    """An address: its name, its path (`{a}` and the like stand for rows of the test), and who gets what.

    `fields` are what the form sends that acts; `{…}` in them too.
    """

    name: str
    path: str
    get: Answers = SEEN
    post: Answers = NEVER
    fields: dict[str, str] = {}


_WORDS = {"words": "x", "change": "{change}"}
_MOMENT = _WORDS | {"moment": "2099-01-01T12:00"}

ROUTES = (
    Route("home", "/desk/"),
    Route("changes", "/desk/changes/?after=0&top=0.0"),
    Route("item", "/desk/item/{a}/"),
    Route("item", "/desk/item/{a}/?tab=copy"),
    Route("item", "/desk/item/{a}/?tab=versions"),
    Route("item", "/desk/item/{a}/?tab=history"),
    Route("act", "/desk/item/{a}/publish/", NEVER, ACTED_BY_EDITORS, _WORDS),
    Route("act", "/desk/item/{a}/hold/", NEVER, ACTED_BY_EDITORS, _WORDS),
    Route("act", "/desk/item/{a}/correct/", NEVER, ACTED_BY_EDITORS, _WORDS),
    Route("act", "/desk/item/{a}/kill/", NEVER, ACTED_BY_EDITORS, {"words": "x", "confirm": "kill"}),
    Route("act", "/desk/item/{k}/reinstate/", NEVER, ACTED_BY_CHIEFS, {"words": "x", "change": "{k_change}"}),
    Route("act", "/desk/item/{e}/release/", NEVER, ACTED_BY_CHIEFS, {"words": "x", "change": "{e_change}"}),
    Route("act", "/desk/item/{a}/pin/", NEVER, ACTED_BY_EDITORS, _MOMENT),
    Route("act", "/desk/item/{a}/unpin/", NEVER, ACTED_BY_EDITORS, _WORDS),
    Route("act", "/desk/item/{a}/embargo/", NEVER, ACTED_BY_EDITORS, _MOMENT),
    Route("act", "/desk/item/{a}/expire_at/", NEVER, ACTED_BY_EDITORS, _MOMENT),
    Route("act", "/desk/item/{e}/ask_release/", NEVER, ACTED_BY_EDITORS, {"words": "x", "change": "{e_change}"}),
    Route("act", "/desk/item/{f}/follow/", NEVER, ACTED_BY_EDITORS, {"change": "{f_change}"}),
    Route("new", "/desk/article/new/", SEEN_BY_EDITORS, ACTED_BY_EDITORS, {"headline": "x"}),
    Route("preview", "/desk/article/preview/", NEVER, _answers(302, 403, 403, 200, 200), {"body": "x"}),
    Route("edit", "/desk/article/{a}/edit/", SEEN_BY_EDITORS, ACTED_BY_EDITORS, {"headline": "x", "seen": "0"}),
    Route("lease", "/desk/article/{a}/lease/", NEVER, HEARD_OF_EDITORS),
    Route("newer", "/desk/article/{f}/newer/", SEEN_BY_EDITORS, ACTED_BY_EDITORS, {
        "do": "leave", "seen": "{f_seen}", "revision": "{f_revision}",
    }),
    Route("dark", "/desk/item/{k}/dark/"),
    Route("columns", "/desk/columns/"),
    Route("columns-changes", "/desk/columns/changes/?after=0"),
    Route("views", "/desk/views/"),
    Route("view-new", "/desk/views/new/", SEEN, DONE_BY_ALL, {"name": "x"}),
    Route("views-seen", "/desk/views/seen/", NEVER, NOTED_OF_ALL, {"after": "0"}),
    Route("view", "/desk/views/{view}/", SEEN, DONE_BY_ALL, {"name": "y"}),
    Route("view-delete", "/desk/views/{view}/delete/", NEVER, ACTED_BY_EDITORS),
    Route("flashes", "/desk/flashes/?after=0"),
    Route("flashes-seen", "/desk/flashes/seen/", NEVER, DONE_BY_ALL),
    Route("me", "/desk/me/", SEEN, DONE_BY_ALL),
    Route("me-keys", "/desk/me/keys/", NEVER, NOTED_OF_ALL),
    Route("me-data", "/desk/me/data/"),
    Route("sessions-end", "/desk/me/sessions/end/", NEVER, DONE_BY_ALL),
    Route("broken", "/desk/broken/"),
    Route("replay-all", "/desk/broken/replay/", NEVER, ACTED_BY_EDITORS),
    Route("delivery", "/desk/delivery/{d}/"),
    Route("replay", "/desk/delivery/{d}/replay/", NEVER, ACTED_BY_EDITORS),
    Route("shelve-like", "/desk/broken/shelve/", NEVER, ACTED_BY_EDITORS, {"like": "{d}"}),
    Route("shelve", "/desk/delivery/{d}/shelve/", NEVER, ACTED_BY_EDITORS),
    Route("pending", "/desk/pending/"),
    Route("reference", "/desk/pending/{r}/"),
    Route("settle", "/desk/pending/{r}/settle/", NEVER, ACTED_BY_EDITORS, {"dismiss": "1", "words": "x"}),
    Route("settle", "/desk/pending/{r}/settle/", NEVER, ACTED_BY_EDITORS, {"item": "{a}", "confirm": "kill"}),
    Route("sources", "/desk/sources/"),
    Route("source", "/desk/sources/wire/"),
    Route("alarms", "/desk/alarms/"),
    Route("outgoing", "/desk/outgoing/"),
    Route("outlet", "/desk/outgoing/to/taker/"),
    Route("outlet-switch", "/desk/outgoing/to/taker/switch/", NEVER, ACTED_BY_CHIEFS),
    Route("outlet-try", "/desk/outgoing/to/taker/try/", NEVER, ACTED_BY_CHIEFS),
    Route("outgoing-again", "/desk/outgoing/{sending}/again/", NEVER, ACTED_BY_EDITORS),
    Route("alarm-retry", "/desk/alarms/{call}/retry/", NEVER, ACTED_BY_EDITORS),
    Route("history", "/desk/history/"),
    Route("settings", "/desk/settings/", SEEN_BY_CHIEFS),
    Route("settings-pages", "/desk/settings/pages/", SEEN_BY_CHIEFS, ACTED_BY_CHIEFS, {"imprint": "x"}),
    Route("settings-looks", "/desk/settings/looks/", SEEN_BY_CHIEFS, ACTED_BY_CHIEFS, {"type": "slab"}),
    Route("settings-redirects", "/desk/settings/redirects/", SEEN_BY_CHIEFS, _answers(302, 403, 403, 403, 400)),
    Route("settings-site", "/desk/settings/site/", SEEN_BY_CHIEFS, ACTED_BY_CHIEFS, {
        "title": "De Krant", "language": "nl", "zone": "Europe/Amsterdam", "rail_size": "7", "page_size": "30",
        "feed_text": "lead",
    }),
    Route("settings-list", "/desk/settings/providers/", SEEN_BY_CHIEFS),
    Route("settings-list", "/desk/settings/sources/", SEEN_BY_CHIEFS),
    Route("settings-list", "/desk/settings/outlets/", SEEN_BY_CHIEFS),
    Route("settings-list", "/desk/settings/sections/", SEEN_BY_CHIEFS),
    Route("settings-list", "/desk/settings/rules/", SEEN_BY_CHIEFS),
    Route("settings-new", "/desk/settings/rules/new/", SEEN_BY_CHIEFS, ACTED_BY_CHIEFS, {
        "section": "{section}", "action": "publish",
    }),
    Route("settings-new", "/desk/settings/outlets/new/?kind=webhook", SEEN_BY_CHIEFS, SHOWN_TO_CHIEFS, {
        "slug": "fresh", "active": "on", "url": "https://fresh.example/",
    }),
    Route("settings-row", "/desk/settings/outlets/{outlet}/", SEEN_BY_CHIEFS, ACTED_BY_CHIEFS, {
        "url": "https://other.example/",
    }),
    Route("settings-delete", "/desk/settings/outlets/{outlet}/delete/", NEVER, ACTED_BY_CHIEFS),
    Route("settings-row", "/desk/settings/sections/{section}/", SEEN_BY_CHIEFS, ACTED_BY_CHIEFS, {"name": "Elders"}),
    Route("settings-delete", "/desk/settings/rules/{rule}/delete/", NEVER, ACTED_BY_CHIEFS),
    Route("settings-move", "/desk/settings/rules/{rule}/move/", NEVER, ACTED_BY_CHIEFS, {"down": "1"}),
    Route("secret-renew", "/desk/settings/sources/{push}/renew/", NEVER, SHOWN_TO_CHIEFS),
    Route("people", "/desk/settings/people/", SEEN_BY_CHIEFS),
    Route("person-new", "/desk/settings/people/new/", SEEN_BY_CHIEFS, SHOWN_TO_CHIEFS, {"username": "carla"}),
    Route("person", "/desk/settings/people/{person}/", SEEN_BY_CHIEFS, ACTED_BY_CHIEFS, {"role": "viewer"}),
    Route("person-sessions-end", "/desk/settings/people/{person}/sessions/end/", NEVER, ACTED_BY_CHIEFS),
    Route("person-factors-remove", "/desk/settings/people/{person}/factors/remove/", NEVER, ACTED_BY_CHIEFS),
    Route("person-link", "/desk/settings/people/{person}/link/", NEVER, SHOWN_TO_CHIEFS),
    # One's own account: whoever has one, with or without a role, and what changes it only for a fresh password.
    Route("mfa_index", "/desk/account/", OF_ONES_OWN, ONLY_SEEN),
    Route("account_reauthenticate", "/desk/account/confirm/", OF_ONES_OWN, OF_ONES_OWN),
    Route("account_change_password", "/desk/account/password/", OF_ONES_OWN, OF_ONES_OWN),
    Route("mfa_reauthenticate", "/desk/account/confirm/code/", LEAVES, LEAVES),
    Route("mfa_reauthenticate_webauthn", "/desk/account/confirm/key/", LEAVES, LEAVES),
    Route("mfa_activate_totp", "/desk/account/app/add/", LEAVES, LEAVES),
    Route("mfa_deactivate_totp", "/desk/account/app/remove/", HAS_NONE, HAS_NONE),
    Route("mfa_view_recovery_codes", "/desk/account/codes/", HAS_NONE, ONLY_SEEN),
    Route("mfa_generate_recovery_codes", "/desk/account/codes/new/", LEAVES, LEAVES),
    Route("mfa_download_recovery_codes", "/desk/account/codes/file/", HAS_NONE, HAS_NONE),
    Route("mfa_list_webauthn", "/desk/account/keys/", OF_ONES_OWN, ONLY_SEEN),
    Route("mfa_add_webauthn", "/desk/account/keys/add/", LEAVES, LEAVES),
    Route("mfa_remove_webauthn", "/desk/account/keys/1/remove/", LEAVES, LEAVES),
    Route("mfa_edit_webauthn", "/desk/account/keys/1/edit/", LEAVES, LEAVES),
    # Without an account: whoever has the link of one, and the sign-in.
    Route("welcome", "/desk/welcome/MQ/x-y/", OPEN, OPEN),
    Route("first", "/desk/first/x/", NOT_THERE, NOT_THERE),
    Route("login", "/desk/login/", _answers(200, 302, 302, 302, 302), _answers(200, 302, 302, 302, 302)),
    Route("account_inactive", "/desk/inactive/", OPEN),
    Route("mfa_authenticate", "/desk/login/code/", LEAVES, LEAVES),
    Route("mfa_login_webauthn", "/desk/login/key/", LEAVES, LEAVES),
    Route("oidc_begin", "/desk/login/by/", NEVER, NOT_THERE),  # without the setting; tests/desk/test_provider.py has it
    Route("oidc_back", "/desk/login/by/back/", NOT_THERE, NEVER),
    Route("logout", "/desk/logout/", NEVER, LEAVES),  # last: who has left is an outsider
)  # fmt: skip

_ENTRANCE = ("account_inactive", "mfa_authenticate", "mfa_login_webauthn", "oidc_begin", "oidc_back")
OPEN_TO_ALL = frozenset({"welcome", "first", "login", "logout", *_ENTRANCE})
"""The names of what asks for no role."""

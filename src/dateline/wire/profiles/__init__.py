"""Profiles: what one agency does differently, as small functions over a draft. PROFILES is the table of them."""

from dateline.wire.copy.agencies import code_of, code_of_host
from dateline.wire.draft import Draft
from dateline.wire.formats.identity import authority_of
from dateline.wire.profiles import (
    afp,
    anp,
    ansa,
    ap,
    baycity,
    belga,
    dpa,
    efe,
    ntb,
    others,
    pa,
    reuters,
    ritzau,
    tass,
    tt,
)
from dateline.wire.profiles.profile import UNKNOWN, Profile

__all__ = ["PROFILES", "UNKNOWN", "Profile", "profile_for", "profile_named"]

PROFILES: tuple[Profile, ...] = (
    *(house.PROFILE for house in (afp, anp, ansa, ap, baycity, belga, dpa, efe, ntb, pa, reuters, ritzau, tass, tt)),
    *others.PROFILES,
)
"""Every agency of which something particular is known."""

_BY_CODE: dict[str, Profile] = {code: profile for profile in PROFILES for code in (profile.code or "", *profile.codes)}
_FACTS = ("provider_id", "party", "source", "creator", "credit", "sent_from")


def profile_named(name: str) -> Profile:
    """The profile of an agency by its code, name, alias or provider id.

    An agency that is known only by its name gets a profile of that code and nothing else; UNKNOWN where no agency is
    known by this name.
    """
    code = code_of(name)
    if code is None:
        return UNKNOWN
    return _BY_CODE.get(code) or Profile(code=code)


def profile_for(draft: Draft) -> Profile:
    """The profile of the agency that delivers a draft, UNKNOWN where none of its names is known.

    An item of another agency that comes through the ANP News API (`AFP EN (Editorial)`) is that agency's. Else looked
    at, in this order: `draft.provider`, then `draft.facts` under `provider_id`, `party`, `source`, `creator`, `credit`,
    `sent_from`, then the first of `draft.credit`; the guid where there is none of these. A provider that is given and
    not known leaves the rest unread.
    """
    title = draft.facts.get("sourceTitle")
    if title:
        found = profile_named(title.split()[0])
        if found.code is not None:
            return found
    if draft.provider:
        return profile_named(draft.provider)
    for key in _FACTS:
        for name in draft.facts.get(key, "").split("|"):
            found = profile_named(code_of_host(name) or "")
            if found.code is not None:
                return found
    if draft.credit:
        return profile_named(draft.credit[0])
    # Nothing names anybody: whose name its guid begins with.
    named = any(draft.facts.get(key) for key in _FACTS)
    return UNKNOWN if named else profile_named(code_of_host(authority_of(draft.guid) or "") or "")

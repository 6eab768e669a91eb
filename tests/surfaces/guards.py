"""Every check that keeps a promise, and what shows that it does: without it one of the short histories fails.

The table is docs/properties.md's, too: tests/surfaces/test_guards.py holds the two together.
"""

from collections.abc import Callable
from typing import NamedTuple

from .history import History
from .short import desk, embargoes, kills, replacing, rights, waiting, words


class Guard(NamedTuple):
    """A check: what it sees to, the function that has it, its source there, and what stands there when it is out."""

    sees_to: str
    where: str
    check: str
    without: str
    history: Callable[[History], None]


DOOR = "dateline.newsroom.visible"
STAND = "dateline.newsroom.standing:_Case"
REFER = "dateline.newsroom.references"
SETTLE = "dateline.newsroom.settle"
CONTENT = "dateline.newsroom.content"
TOUCH = "dateline.newsroom.touching"
RECEIVE = "dateline.newsroom.verbs.receive"
TAKE = "dateline.newsroom.taking"
CACHE = "dateline.serve.cache:Cache"
FOLLOW = "dateline.serve.edition:Follower"

DOORS = (
    Guard("no list before the embargo ends", f"{DOOR}:_visible",
          "embargoed_until <= %s", "(TRUE OR embargoed_until <= %s)", embargoes.embargoed),
    Guard("no list after the rights end", f"{DOOR}:_visible",
          "expires_at > %s", "(TRUE OR expires_at > %s)", rights.expires_by_itself),
    Guard("no list of what is not published", f"{DOOR}:_visible", "listed IN (%s)", "(TRUE OR listed IN (%s))",
          waiting.held),
    Guard("not found before the embargo ends", f"{DOOR}:visible",
          "Q(embargoed_until__isnull=True) | Q(embargoed_until__lte=now),", "", embargoes.embargoed),
    Guard("not found after the rights end", f"{DOOR}:visible",
          "Q(expires_at__isnull=True) | Q(expires_at__gt=now),", "", rights.expires_by_itself),
    Guard("not found while it is not published", f"{DOOR}:visible", "listed=True,", "", waiting.held),
    Guard("no page before the embargo ends", f"{DOOR}:_standing",
          "article.listed and (article.embargoed_until is None or article.embargoed_until <= now)", "article.listed",
          embargoes.embargoed),
    Guard("no page of what is held", f"{DOOR}:_standing", "article.listed and (", "(", waiting.held),
    Guard("410 for what is killed", f"{DOOR}:_standing", "article.state in GONE_STATES or ", "",
          kills.killed_by_the_wire),
    Guard("410 once the rights end, whoever works", f"{DOOR}:_is_over", "article.expires_at <= now", "False",
          rights.expires_by_itself),
    Guard("410 once the rights end of what was replaced", f"{DOOR}:article_for", " or _is_over(article, now)", "",
          rights.replaced_and_outlived),
    Guard("no way to a replacement that is not up", f"{DOOR}:article_for",
          "Moved(found.article) if isinstance(found, Shown) else found", "Moved(_last_of_chain(article))",
          embargoes.embargoed_replacement),
    Guard("410 along the chain to what is killed", f"{DOOR}:article_for", "isinstance(found, Shown) else found",
          "isinstance(found, Shown) else Unknown()", kills.killed_in_a_chain),
    Guard("the whole chain is followed", f"{DOOR}:_last_of_chain", "len(seen) < _CHAIN", "len(seen) < 2",
          replacing.replaced),
    Guard("a list is made anew when an embargo ends", f"{DOOR}:next_moment",
          "[end for end, where in running if section is None or where is None or where == section.pk][:1]", "[]",
          embargoes.embargoed),
    Guard("a list is made anew when the rights of one end", f"{DOOR}:next_moment",
          "ends += [article.expires_at for article in shown if article.expires_at is not None]", "",
          rights.expires_by_itself),
)  # fmt: skip

KILLS = (
    Guard("a kill of its own", f"{STAND}._killed", "rev.kills and rev.received_at > since", "False",
          kills.killed_by_the_wire),
    Guard("a cancellation", "dateline.newsroom.evidence:Rev.kills", ' or self.status == "canceled"', "",
          kills.canceled_by_the_wire),
    Guard("a kill in other copy", f"{STAND}._killed",
          "link.kind == Reference.Kind.KILL and not link.ambiguous and link.received_at > since", "False",
          kills.killed_by_headline),
    Guard("a kill is final", f"{STAND}.decide", "self._killed,", "", kills.killed_by_hand_over_a_hold),
    Guard("a kill before holds and rules", f"{STAND}._killed",
          'act and act.verb == "kill"', 'act and act.verb == "kill" and not self._last("hold")',
          kills.killed_by_hand_over_a_hold),
    Guard("no version of a kill shows", f"{STAND}._counts", "rev.kills or ", "", kills.killed_again_after_reinstating),
    Guard("acts that a state does not allow", "dateline.newsroom.acts:act", "check(verb, article.state)", "pass",
          kills.killed_and_then_acted_on),
    Guard("a kill that is read later counts again", f"{STAND}._killed", "rev.kills and rev.received_at > since",
          "rev.kills and act is None", kills.killed_again_after_reinstating),
    Guard("a notice that is sent again counts again", f"{REFER}:refer", "if reference.kind == Reference.Kind.KILL:",
          "if False:", kills.kill_notice_repeated_after_reinstating),
    Guard("reinstating takes a kill back", f"{STAND}._killed", '"kill", "reinstate"', '"kill"', kills.reinstated),
    Guard("only a chief reinstates", "dateline.newsroom.permissions:check_permission", "may(by, verb)", "True",
          kills.reinstated_by_no_chief),
    Guard("copies of what is killed are held", f"{STAND}._held_by_rule", "self.copy_killed_at is not None", "False",
          kills.copies_of_what_is_killed),
    Guard("copies that were up come down", f"{SETTLE}:_settle_alone",
          "(before in BARRED) != (article.state in BARRED)", "False", kills.copies_of_what_is_killed),
    Guard("a copy somebody had published before comes down", f"{STAND}._held_by_rule",
          "not self._overruled(self.copy_killed_at)", "not self.published_act", kills.a_copy_published_before_the_kill),
    Guard("a purge after a kill holds copies still", f"{SETTLE}:_copy_killed_at",
          "*(state.value for state in BARRED)", "*(BARRED[0].value, BARRED[0].value)", kills.copies_of_what_is_purged),
    Guard("a kill waits for what it names", f"{RECEIVE}:_refer",
          "if reference is None and not references.any_to(item.provider_id, keys):", "if reference is None:",
          kills.killed_before_it_came),
    Guard("a kill by guid counts at any time", f"{REFER}:_candidates", 'set(exact.values_list("pk", flat=True)) or ',
          "", kills.killed_by_guid_long_after),
    Guard("a kill by number counts for seven days", f"{REFER}:_near",
          "NUMBER_KILL_WINDOW if is_kill and reference.target_key.isdigit() else WINDOW", "WINDOW",
          kills.killed_by_number_after_five_days),
    Guard("and no longer", f"{REFER}:_near", "later & earlier & Q(moment__gte=begin - window - DAY, ",
          "later & Q(",
          kills.killed_by_number_after_five_days),
    Guard("a kill is believed whatever its clock", f"{REFER}:key_of_target",
          'if ahead and revision.signal == "replacement":', "if ahead:", kills.killed_by_a_clock_far_ahead),
    Guard("a kill of its own counts by whatever source", f"{STAND}._killed", "rev.kills and rev",
          "rev.kills and rev.trusted and rev",
          kills.killed_by_a_stranger),
    Guard("a kill in other copy counts by whatever source", "dateline.newsroom.known:links_to",
          "reference.kind == Reference.Kind.KILL or ", "", kills.killed_by_headline_by_a_stranger),
    Guard("several that a kill may mean are held", f"{STAND}._held_by_rule",
          "link.ambiguous and not self._overruled(link.received_at)", "False", kills.killed_at_one_of_several),
)  # fmt: skip

EMBARGOES = (
    Guard("an embargo", f"{STAND}._standing", "embargoed_until=max(ends, default=None)",
          "embargoed_until=None",
          embargoes.embargoed_later),
    Guard("one that is dropped or shortened waits", f"{STAND}._embargo", "return max(ends, default=None)",
          "return self.top.facts.embargoed if self.top else None", embargoes.embargo_dropped),
    Guard("a release holds for what was read", f"{STAND}._embargo", "rev.received_at <= released.at", "True",
          embargoes.embargo_of_what_nobody_had_read),
    Guard("publishing ends no embargo", f"{STAND}._embargo", '"release"', '"release", "publish"',
          embargoes.embargoed_and_published_by_hand),
)  # fmt: skip

WAITING = (
    Guard("a hold", f"{STAND}.decide", "self._held_by_hand,", "", waiting.held),
    Guard("copy that the agency withholds", f"{STAND}._held_by_rule", 'self.top.status == "withheld"', "False",
          waiting.withheld),
    Guard("an approval holds for what was read", f"{STAND}._approved", " and rev.received_at <= self.published_act.at",
          "",
          waiting.withheld_after_publishing),
    Guard("usage terms", f"{STAND}._held_by_rule", "not self._terms_understood(self.top)", "False", waiting.restricted),
    Guard("notes to editors", f"{STAND}._counts", 'rev.signal == "advisory" or ', "", waiting.note_to_editors),
    Guard("a clock far ahead", f"{STAND}._counts", "rev.ahead or ", "", waiting.dated_ahead),
    Guard("a source that does not publish the agency", f"{STAND}._counts", " or not rev.trusted", "",
          waiting.by_a_stranger),
    Guard("a replacement by such a source", "dateline.newsroom.known:links_to",
          " or how[reference.pk].is_trusted", " or True", waiting.by_a_stranger),
    Guard("another target by such a source", "dateline.newsroom.known:said",
          "sources.get(key, ())", "[source for key in sources for source in sources[key]]",
          waiting.another_target_by_a_stranger),
    Guard("an old date by such a source", f"{STAND}._expires_at", "if rev.trusted]", "if True]",
          waiting.old_date_by_a_stranger),
    Guard("copy without a section", f"{STAND}._to_desk", "section is None", "False", waiting.without_a_section),
)  # fmt: skip

REPLACEMENTS = (
    Guard("a replacement", f"{STAND}.decide", "self._replaced,", "", replacing.replaced),
    Guard("of several none is taken for the one", "dateline.newsroom.standing:leads_to", "and not link.ambiguous", "",
          waiting.ambiguous),
    Guard("a replacement from a clock far ahead", f"{REFER}:key_of_target",
          'if ahead and revision.signal == "replacement":', "if False:", replacing.replaced_by_a_clock_far_ahead),
    Guard("a replacement means two days", f"{REFER}:_near", "later & earlier & Q(moment__gte=begin - window - DAY, ",
          "later & Q(",
          replacing.replaced_three_days_later),
    Guard("a replacement waits for what it names", f"{RECEIVE}:_refer",
          "if reference is None and not references.any_to(item.provider_id, keys):", "if reference is None:",
          replacing.replaced_before_it_came),
    Guard("one of a ring stays", f"{STAND}._replaced", "None if self.stays else ", "", replacing.ring_of_three),
    Guard("a person's word in a ring", "dateline.newsroom.standing:leads_to", "Step(True,", "Step(False,",
          replacing.ring_by_hand),
    Guard("a ring that is broken", f"{SETTLE}:settle", "ring |= chain_from(led_to, work)", "pass",
          replacing.ring_of_three),
)  # fmt: skip

RIGHTS = (
    Guard("retention", f"{STAND}._expires_at", "ends.append(start + self.rights.retention)", "pass", rights.outlived),
    Guard("the item's own end", f"{STAND}._expires_at", "ends.append(self.top.facts.expires)", "pass",
          rights.expires_by_itself),
    Guard("an end by hand", f"{STAND}._expires_at", "[min(ended.at, self.now)] if ended else []", "[]",
          rights.expired_by_hand),
    Guard("a purge", f"{STAND}.decide", "self._purged,", "", rights.purged),
    Guard("words of versions", f"{TAKE}:take_content", "item.revisions.update(content=None)", "pass", rights.outlived),
    Guard("words of the article", f"{TAKE}:take_content", "taken=True, **NO_WORDS", "taken=True",
          rights.killed_and_outlived),
    Guard("what it named", f"{TAKE}:take_content", 'Reference.objects.filter(item=item).update(target="")', "pass",
          rights.purged_with_what_it_names),
    Guard("on what terms, after a purge", f"{TAKE}:take_content", "if item.purged_at is not None:", "if False:",
          rights.purged),
    Guard("bytes", f"{TAKE}:take_raw", 'same.update(raw=None, raw_file="", report=[])', "pass", rights.outlived),
    Guard("bytes in files", f"{TAKE}:take_raw", "raw.take(name, work.afterwards)", "pass", rights.purged),
    Guard("the same bytes by another source", f"{TAKE}:take_raw", "sha256__in=set(hashes)", "pk__in=set(deliveries)",
          rights.purged_with_the_same_bytes_elsewhere),
    Guard("deliveries of repeats", f"{TAKE}:deliveries_of", "{*by_revision, *by_event}", "{*by_revision}",
          rights.purged_with_a_repeat),
    Guard("earlier bytes of what is over when it comes", f"{RECEIVE}:_receive",
          "take_raw(deliveries_of(item) - {delivery.pk}, work)", "pass", rights.over_when_it_came),
    Guard("its own bytes of what is over when it comes", "dateline.intake.jobs:receive_some",
          "take_raw({job.delivery.pk}, work)", "pass", rights.over_when_it_came),
    Guard("a purge of what is read later", f"{RECEIVE}:_rights_over", " or article.state == Article.State.PURGED", "",
          rights.purged_in_what_waits),
    Guard("what is over when it comes", f"{RECEIVE}:_rights_over", "ended or ", "", rights.expired_and_killed),
)  # fmt: skip

WORDS = (
    Guard("notes to editors are no notes to readers", f"{CONTENT}:copy_note", "return item.note", "return item.ed_note",
          words.for_editors_only),
    Guard("only a correction says what it is", f"{CONTENT}:copy_note", ' and signal.kind == "correction"', "",
          words.update_with_a_signal),
    Guard("the note of a correction stays", f"{SETTLE}:_notes", "standing.correction is not None", "False",
          words.corrected),
    Guard("the newest version", f"{STAND}.__init__", "self.usable[-1] if", "self.usable[0] if", words.updated),
    Guard("no delivery is received twice", "dateline.intake.jobs:receive_some", "if job.delivery.pk in claimed:",
          "if True:", words.worked_by_two),
)  # fmt: skip

DESK = (
    Guard("what the desk made shows", f"{CONTENT}:news_item", "article.edit is not None", "False", desk.edited),
    Guard("following again undoes it", "dateline.newsroom.known:edit_of", 'last == "follow"', "False",
          desk.edited_and_followed),
    Guard("a kill goes through it", f"{STAND}.decide", "self._killed,", "", desk.edited_and_killed),
    Guard("its words go with those of the copy", "dateline.newsroom.taking:take_content",
          "Edit.objects.filter(item=item).update(content=None)", "pass", desk.edited_and_expired),
    Guard("not before it is to be published", f"{STAND}._standing", "(self.embargo, self.scheduled)", "(self.embargo,)",
          desk.scheduled),
    Guard("an embargo by hand", f"{STAND}._embargo", "(by_hand := self._embargo_by_hand()) is not None", "False",
          desk.embargoed_by_hand),
    Guard("an end that somebody has set", f"{STAND}._expires_at", "limit is not None and limit.until is not None",
          "False", desk.taken_down_at_a_moment),
)  # fmt: skip

CACHES = (
    Guard("what changed is dropped", f"{CACHE}.advance", "shelf.drop_tag(tag)", "pass", kills.killed_by_the_wire),
    Guard("what changed meanwhile is not kept", f"{CACHE}._holds",
          "not any(changed.get(tag, 0) > stamp.number for tag in tags)", "True", kills.killed_while_its_page_is_made),
    Guard("lists that changed meanwhile are not kept", f"{CACHE}._fly",
          "self._holds(made.tags, frame.stamp) and ", "", kills.killed_while_lists_are_made),
    Guard("a page of parts that are not kept is not kept", f"{CACHE}.join",
          "recipe.live and all(made.live for _, made in parts)", "True", kills.killed_while_a_rail_is_made),
    Guard("a part is kept until its time", f"{CACHE}._fragment", "kept is not None and not self._is_over(kept.until)",
          "kept is not None", embargoes.embargoed),
    Guard("a page is kept until its time", f"{CACHE}.page",
          "answer is None or (answer.until is not None and self._clock() >= answer.until)", "answer is None",
          embargoes.embargoed),
    Guard("a page from memory is kept until its time", "dateline.serve.application:Application.__call__",
          "and (answer.until is None or time.time() < answer.until)", "", embargoes.embargoed),
    Guard("a page ends with the first of its parts", f"{CACHE}.join", "until=min(moments, default=None)", "until=None",
          embargoes.embargoed),
    Guard("no answer from memory after half a second", "dateline.serve.application:Application.__call__",
          "is_fresh = steady() - self.follower.read_at < FRESH", "is_fresh = True", kills.killed_by_the_wire),
    Guard("a look at the edition first", f"{FOLLOW}.is_fresh", "self._clock() - self.read_at < FRESH",
          "self.read_at > 0",
          kills.killed_by_the_wire),
    Guard("a gap drops everything", f"{FOLLOW}._take", "not _is_whole(last, reading)", "False",
          words.behind_by_too_much),
    Guard("the article's own tag", f"{TOUCH}:touch", "{item_tag(article.short_id), ANY}", "{ANY}",
          kills.killed_by_the_wire),
    Guard("the front's tag", f"{TOUCH}:touch", "tags.add(FRONT)", "pass", words.comes_up),
    Guard("the sections' tags", f"{TOUCH}:touch", "tags.add(section_tag(section))", "pass", words.comes_up),
    Guard("an edition for what was up", f"{SETTLE}:write", "before.listed or article.listed or ", "article.listed or ",
          waiting.held),
    Guard("what is touched is written down", "dateline.newsroom.transaction:Work.edition", "for tag in tags:",
          "for tag in ():", kills.killed_by_the_wire),
)  # fmt: skip

SEARCH = (
    Guard("what was found passes the door", "dateline.search.find:for_readers", "visible(now).in_bulk",
          "Article.objects.in_bulk", embargoes.embargoed),
    Guard("the index follows what changes", "dateline.newsroom.transaction:Work._finish", "follower(self)", "pass",
          words.comes_up),
    Guard("what is taken leaves the index", f"{TAKE}:take_content", "work.shows(article)", "pass",
          rights.killed_and_outlived),
)  # fmt: skip

GUARDS: dict[str, tuple[Guard, ...]] = {
    "Doors": DOORS,
    "Kills": KILLS,
    "Embargoes": EMBARGOES,
    "What waits": WAITING,
    "Replacements": REPLACEMENTS,
    "Rights": RIGHTS,
    "Words": WORDS,
    "The desk": DESK,
    "Caches": CACHES,
    "Search": SEARCH,
}
"""All of them, by what they are about."""

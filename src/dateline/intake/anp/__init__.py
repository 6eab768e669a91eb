"""Polling the ANP News API: new items as they are listed, and the last day's again, for they change afterwards.

From below: `troubles` says what can go wrong, `transport` bounds a request in time, `answers` is what stands in an
answer, `api` the calls, `lease` who asks, `listing` what a list says is new, `service` how far one has come, `asked`
what comes of asking for an item; `poller` polls one source, and `polling` all. See docs/polling.md.
"""

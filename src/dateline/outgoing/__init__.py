"""Outgoing calls: webhooks, files in folders, purges of caches. Rows that workers claim, and no queue beside them."""

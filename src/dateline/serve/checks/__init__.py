"""What `dateline doctor` looks at: one check a function, a file a family; each finds zero or more things to say."""

from collections.abc import Iterator

from dateline.secrets import KeyUnusable
from dateline.serve.checks import database, house, machine, network, record, rules, server, sources, work
from dateline.serve.checks.finding import Check, Finding

OF_THE_MACHINE: tuple[Check, ...] = (
    machine.data,
    machine.secret,
    machine.disk,
    machine.debug,
    machine.zones,
    network.hosts,
    network.proxies,
    work.processes,
)
OF_THE_DATABASE: tuple[Check, ...] = (database.database, database.schema)
OF_THE_NEWSROOM: tuple[Check, ...] = (
    server.keeps,
    server.connections,
    server.encrypted,
    server.clock,
    record.numbers,
    record.clock,
    record.zones,
    record.removed,
    record.raw,
    sources.rights,
    sources.any_source,
    sources.folders,
    sources.pushed,
    sources.polled,
    sources.silent,
    rules.unreachable,
    work.waiting,
    work.quarantine,
    work.overdue,
    work.outgoing,
    network.address,
    house.own_templates,
    house.own_pages,
    house.own_messages,
    house.own_files,
)


def examine() -> Iterator[Finding]:
    """Everything there is to say. What needs the tables is only looked at where they are as this code knows them."""
    for check in OF_THE_MACHINE:
        yield from _carried_out(check)
    usable = True
    for check in OF_THE_DATABASE:
        for finding in _carried_out(check):
            usable = usable and finding.level != "error"
            yield finding
        if not usable:
            return
    for check in OF_THE_NEWSROOM:
        yield from _carried_out(check)


def _carried_out(check: Check) -> Iterator[Finding]:
    """What a check finds; that it cannot look is a finding as well, and keeps no other check from looking."""
    try:
        yield from check()
    except OSError as error:
        what = f"{error.filename} cannot be looked at: {error.strerror}" if error.filename else str(error)
        yield Finding("error", what, "run as the user who owns it")
    except KeyUnusable as error:
        yield Finding("error", str(error))

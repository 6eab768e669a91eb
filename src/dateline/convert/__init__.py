"""What the commands that take files do, without their command lines and without a database.

`files` finds and takes files, `lines` takes a large one of JSON lines in parts, `reading` makes an outcome of one,
`pool` has many read by several processes, `output` puts what they hold where it belongs, `telling` says what became of
them.
"""

from dateline.convert.files import STANDARD_INPUT, Refused, file_name, files_below, free_path, shown, taken, taken_from
from dateline.convert.reading import Options, Outcome, outcome_of, readers, writer, writers

__all__ = [
    "STANDARD_INPUT",
    "Options",
    "Outcome",
    "Refused",
    "file_name",
    "files_below",
    "free_path",
    "outcome_of",
    "readers",
    "shown",
    "taken",
    "taken_from",
    "writer",
    "writers",
]

"""The subcommands of `dateline`, a module each: HELP (one line), `add_arguments(parser)` and `run(args) -> int`.

`dateline.cli` imports a module only when its command is called for or listed, so `convert` loads no Django.
"""

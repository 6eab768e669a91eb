"""`dateline setup`: the configuration as one TOML file, in and out.

`shape` says what may stand in it, `lines` where something stands, `read` finds every mistake, `apply` puts it into the
newsroom, `export` writes it out again.
"""

"""Signs somebody in on an archive of the desk: prints the key of the session."""

import json

from bench.desk_screens import session
from dateline.serve.start import set_up

if __name__ == "__main__":
    set_up()
    print(json.dumps(session()))

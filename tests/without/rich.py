"""No rich for the processes that tests start: it is none of what the site is built on, but what pytest's plugins bring.

structlog would load it wherever it is, which takes a sixth of what a process takes to start.
"""

raise ImportError("rich is not for the site")

"""Where each part of a file went: `explain` reads a file as `read` does and compares what it was with what it became.

Readers note nothing for this. What stands where is found afterwards, by looking for each value among the texts of the
file (`places`), and who put it there by comparing the draft before and after the profile and the grammar (`compare`).
"""

from dateline.wire.explaining.values import Explanation, Field, ItemExplanation, Taken, Unused
from dateline.wire.explaining.whole import explain

__all__ = ["Explanation", "Field", "ItemExplanation", "Taken", "Unused", "explain"]

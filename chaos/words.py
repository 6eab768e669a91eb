"""Invented words: headlines and paragraphs, each with a token by which a page that shows them is known."""

import random
import re

TOKEN = re.compile(rb"zq[0-9a-f]{10}")
"""What a token looks like; no word of any language does."""

PLACES = "Waardermeer Lindevoort Schansdijk Eemsterveen Drostambacht Zijlhaven Hogevecht Oudezijl".split()
WORDS = (
    "de het een brug dijk pont sluis haven markt kermis toren molen raad wethouder burgemeester boer visser leraar "
    "kijkt wacht loopt vaart zingt zegt meldt besluit opent sluit langzaam opnieuw vandaag morgen zelden graag "
    "tegen naast onder boven zonder met water wind regen zon kaas brood soep fiets trein wagen schuur straat plein"
).split()


class Words:
    """Makes words from a seeded generator: the same each time."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def token(self) -> str:
        """A word that stands nowhere else."""
        return f"zq{self._rng.getrandbits(40):010x}"

    def headline(self, token: str) -> str:
        """A headline with a token."""
        return f"{self._some(5)} {token}".capitalize()

    def paragraphs(self, agency: str, token: str) -> tuple[str, ...]:
        """Two to four paragraphs with a dateline, the token in the first and the last."""
        place = self._rng.choice(PLACES).upper()
        first = f"{place} ({agency}) - {self._sentence()} {self._sentence()} Dat blijkt uit {token}."
        between = [f"{self._sentence()} {self._sentence()}" for _ in range(self._rng.randrange(3))]
        return (first, *between, f"{self._sentence()} Zo staat het in {token}.")

    def _sentence(self) -> str:
        return f"{self._some(self._rng.randint(8, 18))}.".capitalize()

    def _some(self, count: int) -> str:
        return " ".join(self._rng.choice(WORDS) for _ in range(count))

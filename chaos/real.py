"""Real copy for the day: a fixed choice of files in ../shared, of every format that is read and some that are not."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"

CHOSEN = (
    "seed/page.txt",
    "wire/superdesk-anp/io/fixtures/*.json",
    "wire/superdesk-belga/_history/*.xml",
    "wire/superdesk-belga/io/fixtures/*newsml*.xml",
    "wire/superdesk-core/io/fixtures/aap*.xml",
    "wire/superdesk-core/io/fixtures/a[fnp]*.xml",
    "wire/superdesk-core/io/fixtures/efe_nitf.xml",
    "wire/superdesk-core/io/fixtures/nitf-*.xml",
    "wire/superdesk-core/io/fixtures/pa[14].xml",
    "wire/superdesk-ntb/io/fixtures/*.xml",
    "wire/superdesk-cp/ingest/parser/fixtures/ap/*nitf.xml",
    "wire/afp-arabic-newsml12/afp/ARA_Media_SansSport/*1126*EX[BCE]*.xml",
    "wire/dpa-nitf-s3push/extended/preprocess/data/*.xml",
    "wire/gitpan-syndication-newsml/t/test_data/*.xml",
    "wire/gitpan-syndication-nitf/t/test_data/*.xml",
    "wire/newsmlvalidator/examples/xhtml5/*.html",
    "wire/ninjs/examples/NewsML/*.xml",
    "wire/nitf-scala/*.xml",
    "wire/opennemas/fixtures/Common/NewsAgency/Component/Parser/N*/**/*.xml",
    "wire/pynewsml/tests/fixtures/*.xml",
    "wire/dpa-iptc7901/*",
    "wire/anpa-pozar/*",
)

PROVIDERS = (
    "AAP AFP ANA-MPE ANP AP ATS BELGA CP DPA EFE KYODO NTB PA RITZAU RTR Nemo Opennemas iptc.org nordicir.com "
    "NewsAgency.com".split()
)
"""Whose copy is set up; that of all others is refused, which has to come out the same each time as well."""

LARGEST = 100_000
"""Bytes of the largest file that is taken."""


def missing() -> str | None:
    """Why there is no real copy; None where there is some."""
    return None if SHARED.is_dir() else f"no real copy is sent: {SHARED} is missing"


def files() -> list[Path]:
    """The chosen files, in an order that is the same everywhere."""
    found = {path for pattern in CHOSEN for path in SHARED.glob(pattern)}
    return sorted(path for path in found if path.is_file() and path.stat().st_size <= LARGEST)

"""Copy that no agency ever sent, in the formats that agencies send: NewsML 1.2, NITF, the ANP News API, a saved page.

Everything here is invented, agencies included, and says so in a comment of its own.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

INVENTED = "Invented for Dateline's chaos runs. No agency, person or event in it is real."

NEWSML_AGENCY, NITF_AGENCY, OTHER_AGENCY, UNKNOWN_AGENCY = "NNB", "VPD", "TPD", "WIE"
"""Whose copy it is: the third sends what another has sent already, and the fourth is set up nowhere. What the API
answers counts as ANP's.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One version of an invented item. `serial` makes other bytes of the same version, as a second sending does; `size`
    is how many characters of text it has at least. A note to the desk is carried by NITF and the API only.
    """

    number: int
    headline: str
    paragraphs: tuple[str, ...]
    made: datetime
    first: datetime
    agency: str = NEWSML_AGENCY
    version: int = 1
    category: str = "BIN"
    status: str = "Usable"
    embargoed: datetime | None = None
    expires: datetime | None = None
    terms: str = ""
    desk_note: str = ""
    kind: str = "News"
    serial: int = 0
    size: int = 0

    @property
    def guid(self) -> str:
        """The name of the item, without its version."""
        return f"urn:newsml:{self.agency.lower()}.example:{self.first:%Y%m%d}:{self.agency}X-{self.number:06d}x"


def newsml(*items: Copy) -> bytes:
    """NewsML 1.2 with NITF inside; one envelope, any number of items."""
    first = items[0]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {INVENTED} -->\n<NewsML Version="1.2"><NewsEnvelope>'
        f"<TransmissionId>{first.made:%Y%m%d}{first.number:06d}{first.serial:02d}</TransmissionId>"
        f"<DateAndTime>{_basic(first.made)}</DateAndTime><Priority FormalName='4'/></NewsEnvelope>\n"
        + "\n".join(map(_newsml_item, items))
        + "\n</NewsML>\n"
    ).encode()


def _newsml_item(item: Copy) -> str:
    changes = "".join(
        f'<StatusWillChange><FutureStatus FormalName="{status}"/><DateAndTime>{_basic(at)}</DateAndTime>'
        "</StatusWillChange>"
        for status, at in (("Usable", item.embargoed), ("Canceled", item.expires))
        if at is not None
    )
    rights = f"<UsageRights><UsageType>{escape(item.terms)}</UsageType></UsageRights>" if item.terms else ""
    lines = f"<HeadLine>{escape(item.headline)}</HeadLine>" if item.headline else ""
    status = "Embargoed" if item.embargoed else item.status
    return f"""<NewsItem><Identification><NewsIdentifier><ProviderId>{item.agency}</ProviderId>
<DateId>{item.first:%Y%m%d}</DateId><NewsItemId>{item.agency}X-{item.number:06d}x</NewsItemId>
<RevisionId PreviousRevision="{item.version - 1}" Update="N">{item.version}</RevisionId>
<PublicIdentifier>{item.guid}:{item.version}</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><NewsItemType FormalName="{item.kind}"/><FirstCreated>{_basic(item.first)}</FirstCreated>
<ThisRevisionCreated>{_basic(item.made)}</ThisRevisionCreated><Status FormalName="{status}"/>{changes}
<Urgency FormalName="4"/></NewsManagement>
<NewsComponent><NewsLines>{lines}<SlugLine>CHAOS-{item.number}</SlugLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="{item.agency}"/></Provider></AdministrativeMetadata>
<RightsMetadata>{rights}</RightsMetadata>
<DescriptiveMetadata><Language FormalName="nl-nl"/><SubjectCode>
<Subject Vocabulary="urn:newsml:{item.agency.lower()}.example:20240101:CatCodes:Webfeed" FormalName="{item.category}"/>
</SubjectCode></DescriptiveMetadata>
<ContentItem><MediaType FormalName="Text"/><Format FormalName="NITF"/><DataContent><nitf><body><body.content>
{_paragraphs(item)}</body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsItem>"""


def nitf(item: Copy) -> bytes:
    """NITF 3.6."""
    release = f'<date.release norm="{_basic(item.embargoed)}"/>' if item.embargoed else ""
    expire = f'<date.expire norm="{_basic(item.expires)}"/>' if item.expires else ""
    note = f'<ed-msg info="{escape(item.desk_note)}"/>' if item.desk_note else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- {INVENTED} {item.serial} -->
<nitf version="-//IPTC//DTD NITF 3.6//EN" baselang="nl"><head><title>{escape(item.headline)}</title>
<tobject tobject.type="News">
<tobject.subject tobject.subject.ipr="{item.agency}" tobject.subject.refnum="{item.category}"/>
</tobject><docdata management-status="{item.status.lower()}">
<doc-id regsrc="{item.agency.lower()}.example" id-string="{item.agency}-{item.number:06d}x"/><urgency ed-urg="4"/>
<date.issue norm="{_basic(item.made)}"/>{release}{expire}{note}
<du-key version="{item.version}" key="{item.agency}-{item.number:06d}x"/></docdata></head>
<body><body.head><hedline><hl1>{escape(item.headline)}</hl1></hedline><distributor>{item.agency}</distributor></body.head>
<body.content>
{_paragraphs(item)}</body.content></body></nitf>
""".encode()


def api(item: Copy) -> bytes:
    """An answer of the ANP News API about one item."""
    about = {
        "_note": INVENTED,
        "_serial": item.serial,
        "hasError": False,
        "data": {
            "id": f"chaos{item.number:06d}x",
            "kind": "TEXTARTICLE",
            "pubDate": item.made.isoformat(),
            "firstIssueDate": item.first.isoformat(),
            "sourceTitle": f"{item.agency} 101",
            "title": item.headline,
            "bodyText": "".join(f"<p>{escape(paragraph)}</p>" for paragraph in _text(item)),
            "urgency": 4,
            "version": item.version,
            "category": f"{item.agency}/{item.category}",
            "categories": [f"{item.agency}/{item.category}"],
            "editorialNote": item.desk_note,
        },
    }
    return json.dumps(about, ensure_ascii=False, indent=1).encode()


def page(article: Copy, rail: tuple[Copy, ...], section: str) -> bytes:
    """A page of a site, saved as text: an article, and a rail whose items carry their ages in words."""
    lines = [article.headline, *_text(article), f"Meer uit {section}"]
    ages = [f"{hours} uur geleden" for hours in range(1, len(rail) + 1)]
    first, *others = [item.paragraphs[0] for item in rail]
    lines.append(first)
    lines += [f"{age}{words}" for age, words in zip(ages, others, strict=False)]
    return "\n".join([*lines, ages[-1], ""]).encode()


def _text(item: Copy) -> list[str]:
    paragraphs = list(item.paragraphs)
    length = sum(map(len, paragraphs))
    while length < item.size:
        paragraphs.append(
            f"Alinea {len(paragraphs)} van een lang verhaal over niets. " + "Er gebeurde wat er gebeurde. " * 30
        )
        length += len(paragraphs[-1])
    return paragraphs


def _paragraphs(item: Copy) -> str:
    return "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in _text(item))


def _basic(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y%m%dT%H%M%S}+0000"

"""Invented NewsML 1.2, put together from the parts that a test is about."""

IDENTIFICATION = """<Identification><NewsIdentifier>
<ProviderId>bureau.example</ProviderId><DateId>20240105</DateId><NewsItemId>B-17</NewsItemId>
<RevisionId PreviousRevision="1" Update="N">2</RevisionId>
<PublicIdentifier>urn:newsml:bureau.example:20240105:B-17:2</PublicIdentifier>
</NewsIdentifier><NameLabel>brug</NameLabel></Identification>"""

MANAGEMENT = """<NewsManagement><NewsItemType FormalName="News"/>
<FirstCreated>20240105T101500+0100</FirstCreated><ThisRevisionCreated>20240105T113000+0100</ThisRevisionCreated>
<Status FormalName="Usable"/><Urgency FormalName="4"/></NewsManagement>"""

LINES = "<NewsLines><HeadLine>Brug dicht</HeadLine></NewsLines>"


def nitf(*paragraphs: str) -> str:
    """A ContentItem with NITF in it."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return content(f"<nitf><body><body.content>{body}</body.content></body></nitf>")


def content(data: str, kind: str = "Text") -> str:
    """A ContentItem with any data in it."""
    return f'<ContentItem><MediaType FormalName="{kind}"/><DataContent>{data}</DataContent></ContentItem>'


def item(
    component: str, *, identification: str = IDENTIFICATION, management: str = MANAGEMENT, before: str = ""
) -> str:
    """A NewsItem around a component."""
    return f"<NewsItem>{identification}{management}{before}{component}</NewsItem>"


def document(*items: str, head: str = "<NewsEnvelope><Priority FormalName='1'/></NewsEnvelope>") -> bytes:
    """A whole document, in UTF-8."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<NewsML Version="1.2">{head}{"".join(items)}</NewsML>'.encode()


def simple(lines: str = LINES, metadata: str = "", *, management: str = MANAGEMENT, body: str | None = None) -> bytes:
    """A document with one item that has one component."""
    inside = nitf("Eerste alinea.", "Tweede alinea.") if body is None else body
    return document(item(f"<NewsComponent>{lines}{metadata}{inside}</NewsComponent>", management=management))

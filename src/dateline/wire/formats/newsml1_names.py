"""The names of NewsML 1: elements and attributes as the DTDs spell them, whatever an agency's program made of them."""

from dateline.wire.text.tree import Element

ELEMENTS = frozenset(
    """
    AdministrativeMetadata AssociatedWith BasisForChoice ByLine ByLineTitle Catalog Characteristics Comment ContentItem
    Contribution Contributor Copyright CopyrightDate CopyrightHolder CopyrightLine Creator CreditLine DataContent
    DateAndTime DateId DateLabel DateLine DateLineDate DefaultVocabularyFor Delete DerivedFrom Description
    DescriptiveMetadata Encoding EndDate FileName FirstCreated FormalName Format FutureStatus Genre Geography HeadLine
    Identification InsertAfter InsertBefore Instruction KeywordLine Label LabelText LabelType Language Limitations
    Location MediaType Metadata MetadataType MimeType NameLabel NewsComponent NewsEnvelope NewsIdentifier NewsItem
    NewsItemId NewsItemRef NewsItemType NewsLine NewsLineText NewsLineType NewsLines NewsManagement NewsML NewsProduct
    NewsService Notation OfInterestTo Origin Party Priority Property Provider ProviderId PublicIdentifier Relevance
    Replace Resource RevisionHistory RevisionId RevisionStatus RightsHolder RightsLine RightsMetadata Role SentFrom
    SentTo SeriesLine SizeInBytes SlugLine Source StartDate Status StatusWillChange SubHeadLine Subject SubjectCode
    SubjectDetail SubjectMatter SubjectQualifier SystemIdentifier ThisRevisionCreated Topic TopicOccurrence TopicSet
    TopicSetRef TopicType TopicUse TransmissionId Update Urgency Url Urn UsageRights UsageType
    """.split()
)
"""The elements of NewsML 1.0, 1.1 and 1.2."""

_MEANT = {name.lower(): name for name in ELEMENTS}
_MEANT |= {
    "administrativemetada": "AdministrativeMetadata",
    "descriptivemetada": "DescriptiveMetadata",
    "rightsmetada": "RightsMetadata",
    "headlines": "HeadLine",
    "keywordsline": "KeywordLine",
}


def settle_names(root: Element) -> None:
    """Gives misspelt elements (`Headline`, `DescriptiveMetada`) the name that is meant; contents are left alone."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        name = element.tag
        if name not in ELEMENTS:
            meant = _MEANT.get(name.lower()) if len(name) < 32 else None
            if meant is None:
                continue
            element.tag = name = meant
        if name != "DataContent":
            waiting.extend(element)


def attribute_of(element: Element, name: str) -> str | None:
    """The value of an attribute, also of one whose name is in other capitals (`value`); None where it is empty."""
    value = element.get(name)
    if value is None:
        wanted = name.lower()
        value = next((found for key, found in element.attrib.items() if key.lower() == wanted), None)
    return (value.strip() or None) if value else None


def name_of(element: Element | None) -> str | None:
    """The FormalName of an element, or its text that stands for it (`<Urgency>2</Urgency>`); None for neither."""
    if element is None:
        return None
    name = element.get("FormalName")
    if name is not None:
        return name.strip() or None
    name = attribute_of(element, "FormalName") if element.attrib else None
    if name is None and element.text and len(element.text) <= _LONGEST_NAME:
        name = " ".join(element.text.split())
    return name or None


_LONGEST_NAME = 200

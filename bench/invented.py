"""Copy that no agency ever sent: NewsML 1.2 with NITF inside, the same for the same number."""

import random
from datetime import datetime

PROVIDER = "BNB"
SECTIONS = {"BIN": "Binnenland", "BUI": "Buitenland", "ECO": "Economie", "SPO": "Sport", "CUL": "Cultuur"}
PLACES = "Amsterdam Brussel Den Haag Parijs Londen Berlijn Madrid Rome Wenen Oslo".split()

WORDS = (
    "de het een van in op voor met door over na tegen tussen onder minister kabinet kamer regering gemeente politie "
    "rechter bedrijf bank beurs koers markt prijs handel haven spoor weg brug water dijk storm regen zon school "
    "leraar ziekenhuis arts museum boek film ploeg trainer wedstrijd doelpunt seizoen stad dorp land grens verdrag "
    "overleg akkoord besluit plan onderzoek rapport cijfers miljoen procent jaar maand week dag gisteren vandaag "
    "morgen zegt meldt verwacht besluit opent sluit wint verliest stijgt daalt begint eindigt volgens waarna omdat"
).split()


def guid(n: int, at: datetime) -> str:
    """The identity of the item of a number, without its revision."""
    return f"urn:newsml:bnb.example:{at:%Y%m%d}:BNBX-{at:%Y%m%d}-{n:07}"


def category(n: int) -> str:
    """The category of the item of a number."""
    return tuple(SECTIONS)[n % len(SECTIONS)]


def headline(n: int) -> str:
    """The headline of the item of a number."""
    rng = random.Random(n)
    return f"{' '.join(rng.choice(WORDS) for _ in range(6))} {n}".capitalize()


def newsml(n: int, at: datetime, size: int | None = None) -> bytes:
    """The item of a number: 4 to 10 KB, unless told otherwise."""
    rng = random.Random(n)
    wanted = size or rng.randint(4200, 9800)
    place = rng.choice(PLACES)
    paragraphs = [f"<p>{place.upper()} (BNB) - {sentence(rng)} {sentence(rng)}</p>"]
    length = len(paragraphs[0]) + len(FRAME)
    while length < wanted - 300:
        paragraphs.append(f"<p>{' '.join(sentence(rng) for _ in range(rng.randint(2, 4)))}</p>")
        length += len(paragraphs[-1])
    return FRAME.format(
        date=f"{at:%Y%m%d}",
        time=f"{at:%Y%m%dT%H%M%S}+0000",
        n=f"{n:07}",
        urn=guid(n, at),
        headline=headline(n),
        category=category(n),
        place=place.upper(),
        body="\n".join(paragraphs),
    ).encode()


def sentence(rng: random.Random) -> str:
    """Words with a full stop."""
    return f"{' '.join(rng.choice(WORDS) for _ in range(rng.randint(8, 20)))}.".capitalize()


FRAME = """<?xml version="1.0" encoding="UTF-8"?>
<NewsML Version="1.2">
  <NewsEnvelope>
    <TransmissionId>{date}{n}</TransmissionId>
    <SentFrom><Party FormalName="Bedacht Nieuwsbureau"/></SentFrom>
    <DateAndTime>{time}</DateAndTime>
    <NewsProduct FormalName="BNB Nieuws"/>
    <Priority FormalName="4"/>
  </NewsEnvelope>
  <NewsItem>
    <Identification>
      <NewsIdentifier>
        <ProviderId>BNB</ProviderId>
        <DateId>{date}</DateId>
        <NewsItemId>BNBX-{date}-{n}</NewsItemId>
        <RevisionId PreviousRevision="0" Update="N">1</RevisionId>
        <PublicIdentifier>{urn}:1</PublicIdentifier>
      </NewsIdentifier>
    </Identification>
    <NewsManagement>
      <NewsItemType FormalName="News"/>
      <FirstCreated>{time}</FirstCreated>
      <ThisRevisionCreated>{time}</ThisRevisionCreated>
      <Status FormalName="Usable"/>
      <Urgency FormalName="4"/>
    </NewsManagement>
    <NewsComponent Essential="no" EquivalentsList="no">
      <NewsLines>
        <HeadLine>{headline}</HeadLine>
        <SlugLine>BENCH {n}</SlugLine>
        <KeywordLine>{category};BENCH</KeywordLine>
      </NewsLines>
      <AdministrativeMetadata><Provider><Party FormalName="BNB"/></Provider></AdministrativeMetadata>
      <DescriptiveMetadata>
        <Language FormalName="nl-nl"/>
        <Genre FormalName="{category}"/>
        <SubjectCode>
          <Subject Vocabulary="urn:newsml:bnb.example:20240101:BNBCatCodes:Webfeed" FormalName="{category}"/>
        </SubjectCode>
        <Location HowPresent="Origin"><Property FormalName="City" Value="{place}"/></Location>
        <Property FormalName="Keyword" Value="BENCH"/>
        <Property FormalName="RouteTo" Value="{category}"/>
      </DescriptiveMetadata>
      <ContentItem>
        <MediaType FormalName="Text"/>
        <Format FormalName="NITF"/>
        <DataContent>
          <nitf version="-//IPTC//DTD NITF 3.3//EN">
            <head><title>{headline}</title></head>
            <body>
              <body.content>
{body}
              </body.content>
            </body>
          </nitf>
        </DataContent>
      </ContentItem>
    </NewsComponent>
  </NewsItem>
</NewsML>
"""

"""The one XML parser: hardened, and the same for every format.

No network, no DTD, no entities: a DOCTYPE is taken out before the parser sees it, so that nothing it declares can
be used. Size, number and depth of elements are bounded before or while the tree is made.
"""

import re
from collections.abc import Callable
from html.entities import name2codepoint
from typing import cast

import msgspec
from lxml import etree

from dateline.wire.errors import Unreadable
from dateline.wire.problems import Problem, problem
from dateline.wire.text import charsets
from dateline.wire.text.tree import Element

MAX_BYTES = 16 * 1024 * 1024
"""The largest XML document that is parsed, in bytes."""

MAX_TAGS = 400_000
"""The most tags (half as many elements, where each has an end tag), and the most attributes, of a document."""

MAX_DOCTYPE = 1024 * 1024
"""The longest document type declaration, in characters."""

MAX_DEPTH = 100
"""How deep elements may be nested. Real copy stays under 30; readers may walk the tree by recursion."""


class XmlDocument(msgspec.Struct, frozen=True):
    """A parsed document. Elements and attributes are in `root` without comments and processing instructions; element
    names are without their namespace (the names of the wire formats do not clash), attribute names are as they stand.
    """

    root: Element
    problems: tuple[Problem, ...] = ()


_PARSER = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    attribute_defaults=False,
    huge_tree=False,
    recover=False,
    remove_comments=True,
    remove_pis=True,
)

_PADDING = b" \t\r\n\0\x1a"
"""White space, and what some transmissions fill up or end a file with."""

_PADDING_TEXT = "\ufeff \t\r\n"
"""What may stand behind a byte order mark and ahead of the document, a second mark included."""

_NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    "|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
"""Characters, and references to characters, that XML 1.0 does not allow."""

_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z_][\w.-]*|#[0-9]+|#x[0-9A-Fa-f]+);)")
_FAULTS = (("control-characters", _NOT_XML, ""), ("markup-repaired", _BARE_AMPERSAND, "&amp;"))
"""Faults of real copy that leave no doubt about what is meant: the problem, what it looks like, what stands for it."""

_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,7});")
_DECLARED = re.compile(r"<!ENTITY\s+([\w.-]+)")
_CHARACTERS = {name: chr(code) for name, code in name2codepoint.items() if name not in ("amp", "lt", "gt", "quot")}
"""The characters that HTML has names for (`&eacute;`); some write them in XML, where the DTD would declare them."""

_NOT_SPACE = re.compile(r"\S")
_DOCTYPE_MARK = re.compile(r"""[\[\]>"']|<!--|<\?""")
_CLOSE = {'"': '"', "'": "'", "<!--": "-->", "<?": "?>"}
_BELOW_MAX_DEPTH = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")

_FIRST_TAG = re.compile(r"<[A-Za-z_]")
_OWN_NAMESPACE = re.compile(r"""\sxmlns\s*=\s*(?:"([^"]*)"|'([^']*)')""")

_UNDECLARED_ENTITY = 26
_UNDECLARED_PREFIX = 201
_ROOT = re.compile(r"<[A-Za-z_][\w.:-]*(?=[\s/>])")
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]{0,30}):(?=[A-Za-z_])")
_MOST_PREFIXES = 50
_MENDS = 4
"""How often a text is parsed anew: it may have a fault of each kind."""

UNDECLARED = "urn:x-undeclared:"
"""What the namespace of a prefix begins with that the document uses and declares nowhere; the prefix follows."""


def parse_xml(data: bytes, declared: str | None = None, prefix_of: Callable[[str], str] | None = None) -> XmlDocument:
    """The tree of an XML document.

    `declared` is a charset named outside the document, which then wins over its own declaration. `prefix_of` gives what
    is set ahead of the names of a namespace's elements (`media.`), for formats in which names clash. Raises Unreadable:
    `empty`, `too-large`, `too-many`, `too-deep`, `entity`, `charset`, `cut-off` or `malformed`.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", f"It has {len(data):,} bytes; XML may have {MAX_BYTES:,}.")
    if b"\0" not in data[:4]:
        data = data.strip(_PADDING)
    if not data:
        raise Unreadable("empty", "There is nothing in it.")
    decoded = charsets.decode(data, declared or charsets.declared_charset(data) or "utf-8")
    whole = decoded.text.lstrip(_PADDING_TEXT) if decoded.text[:1] in _PADDING_TEXT else decoded.text
    text = _without_doctype(whole)
    if len(text) > MAX_TAGS and (text.count("<") > MAX_TAGS or text.count("=") > MAX_TAGS):
        raise Unreadable("too-many", f"It has more than {MAX_TAGS:,} tags or attributes.")
    has_namespaces = "xmlns" in text
    prefix_of = prefix_of or _no_prefix
    if has_namespaces:
        text = _without_own_namespace(text, prefix_of)
    root, problems = _tree(text, whole[: len(whole) - len(text)] if len(whole) > len(text) else "")
    if _may_be_deep(text) and _BELOW_MAX_DEPTH(root):
        raise Unreadable("too-deep", f"Its elements are nested more than {MAX_DEPTH} deep.")
    if has_namespaces or problems:
        _drop_namespaces(root, prefix_of)
    return XmlDocument(cast(Element, root), decoded.problems + problems)


def _may_be_deep(text: str) -> bool:
    """Whether a text has as many end tags as elements must have around one that is nested too deep."""
    return text.count("/") > MAX_DEPTH and text.count("</") > MAX_DEPTH  # one character is found faster than two


def _tree(text: str, prolog: str) -> tuple[etree._Element, tuple[Problem, ...]]:
    """The root element; small faults are mended where nothing else keeps the text from being parsed."""
    problems: list[Problem] = []
    for _ in range(_MENDS):
        try:
            return etree.fromstring(text.encode("utf-8"), _PARSER), tuple(problems)
        except etree.XMLSyntaxError as error:
            mended = _mended(text, error, prolog, problems)
            if mended == text:
                raise _unreadable(error, text) from error
            text = mended
    try:
        return etree.fromstring(text.encode("utf-8"), _PARSER), tuple(problems)
    except etree.XMLSyntaxError as error:
        raise _unreadable(error, text) from error


def _mended(text: str, error: etree.XMLSyntaxError, prolog: str, problems: list[Problem]) -> str:
    """A text without the faults of the kind that the parser met; the text itself where they are beyond mending."""
    if error.code == _UNDECLARED_ENTITY:
        named = _characters(text, set(_DECLARED.findall(prolog)))
        if named != text:
            problems.append(problem("markup-repaired", f"line {error.position[0]}", str(error.msg)))
        return named
    if error.code == _UNDECLARED_PREFIX:
        declared = _declaring_prefixes(text)
        if declared != text:
            problems.append(problem("markup-repaired", f"line {error.position[0]}", str(error.msg)))
        return declared
    for code, pattern, instead in _FAULTS:
        found = pattern.search(text)
        if found is not None:
            excerpt = text[max(0, found.start() - 20) : found.end() + 20]
            problems.append(problem(code, f"line {text.count(chr(10), 0, found.start()) + 1}", excerpt))
            text = pattern.sub(instead, text)
    return text


def _declaring_prefixes(text: str) -> str:
    """A text whose root element declares every prefix that it does not declare itself."""
    root = _ROOT.search(text)
    if root is None:
        return text
    start = text[root.end() : text.find(">", root.end())]
    used = dict.fromkeys(_PREFIX.findall(text))
    missing = [name for name in used if not name.lower().startswith("xml") and f"xmlns:{name}" not in start]
    declarations = "".join(f' xmlns:{name}="{UNDECLARED}{name}"' for name in missing[:_MOST_PREFIXES])
    return text[: root.end()] + declarations + text[root.end() :]


def _characters(text: str, declared: set[str]) -> str:
    """A text with the characters that HTML's names stand for; a name that the document declares itself stays."""
    return _NAMED.sub(lambda found: found[0] if found[1] in declared else _CHARACTERS.get(found[1], found[0]), text)


def _unreadable(error: etree.XMLSyntaxError, text: str) -> Unreadable:
    """What is wrong with a text that the parser refused."""
    message = (error.msg or "it cannot be parsed").partition(", line ")[0]
    line = error.lineno or 1
    if error.code == _UNDECLARED_ENTITY:
        return Unreadable("entity", f"Line {line} uses an entity that is never expanded: {message}.")
    if "Excessive depth" in message:
        return Unreadable("too-deep", f"Its elements are nested more than {MAX_DEPTH} deep.")
    if "XML_PARSE_HUGE" in message:
        return Unreadable("too-large", f"Line {line} has a text or attribute that is longer than what is parsed.")
    if error.code != _UNDECLARED_PREFIX and _is_cut_off(text):
        return Unreadable("cut-off", f"It ends in the middle, at line {line}.")
    return Unreadable("malformed", f"Line {line} breaks the rules of XML: {message}.")


def _is_cut_off(text: str) -> bool:
    """Whether all of a text is the beginning of a document: the parser waits for more and complains only at the end."""
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False)
    try:
        parser.feed(text.encode("utf-8"))
    except etree.XMLSyntaxError:
        return False
    try:
        parser.close()
    except etree.XMLSyntaxError:
        return True
    return False


def _without_doctype(text: str) -> str:
    """The text without its DOCTYPE, in whose place as many line breaks stay."""
    start = _doctype_start(text, 0)
    if start is None:
        return text
    end = _doctype_end(text, start)
    if _doctype_start(text, end) is not None:
        raise Unreadable("malformed", "It has two document type declarations.")
    return text[:start] + "\n" * text.count("\n", start, end) + text[end:]


def _doctype_start(text: str, at: int) -> int | None:
    """Where the DOCTYPE begins, if one comes before the root element; `at` is in the prolog."""
    while True:
        at = _end_of_space(text, at)
        if text.startswith("<!DOCTYPE", at):
            return at
        end = "-->" if text.startswith("<!--", at) else "?>" if text.startswith("<?", at) else None
        found = text.find(end, at + 2) if end else -1
        if end is None or found < 0:
            return None
        at = found + len(end)


def _end_of_space(text: str, at: int) -> int:
    found = _NOT_SPACE.search(text, at)
    return found.start() if found else len(text)


def _doctype_end(text: str, start: int) -> int:
    """Where a DOCTYPE ends: its `>` outside quotes, comments, instructions and the internal subset in brackets."""
    at = start + 2
    limit = start + MAX_DOCTYPE
    depth = 0
    while found := _DOCTYPE_MARK.search(text, at, limit):
        mark = found[0]
        at = found.end()
        if mark == "[":
            depth += 1
        elif mark == "]":
            depth -= 1
        elif mark == ">":
            if depth <= 0:
                return at
        else:
            close = text.find(_CLOSE[mark], at, limit)
            if close < 0:
                break
            at = close + len(_CLOSE[mark])
    if len(text) > limit:
        raise Unreadable("too-large", f"Its document type declaration has more than {MAX_DOCTYPE:,} characters.")
    raise Unreadable("cut-off", "It ends inside its document type declaration.")


def _without_own_namespace(text: str, prefix_of: Callable[[str], str]) -> str:
    """A text whose root element states no default namespace that gives no prefix: cheaper than to take each element out
    of it later."""
    root = _FIRST_TAG.search(text)
    own = _OWN_NAMESPACE.search(text, root.start(), text.find(">", root.start())) if root is not None else None
    if own is None or prefix_of(own[1] or own[2] or ""):
        return text
    return text[: own.start()] + text[own.end() :]


_NAMESPACED = etree.XPath("descendant-or-self::*[namespace-uri()]")


def _drop_namespaces(root: etree._Element, prefix_of: Callable[[str], str]) -> None:
    known: dict[object, str] = {}
    for element in cast(list[etree._Element], _NAMESPACED(root)):
        name = element.tag
        local = known.get(name)
        if local is None:
            namespace, _, local = cast(str, name)[1:].partition("}")
            local = known[name] = prefix_of(namespace) + local
        element.tag = local


def _no_prefix(namespace: str) -> str:
    return ""

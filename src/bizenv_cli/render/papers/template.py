"""A template to write a paper into: our own, or a person's, which must have the styles and the place for the text."""

from typing import Any

from bizenv_cli.errors import BadTemplateError
from bizenv_cli.render.papers import gb9704
from bizenv_cli.wordfile import library, open_document


def default() -> bytes:
    """Return our own template, to write into or to start one's own from.

    Raises:
        MissingLibraryError: python-docx is not installed.
    """
    return gb9704.template(library())


def opened(raw: bytes, name: str) -> tuple[Any, Any]:
    """Return a template as a document, and its paragraph that a paper takes the place of.

    Raises:
        BadTemplateError: it lacks a style or the place, or has the place more than once.
        UnreadableError, MissingLibraryError: as for `open_document`.
    """
    document = open_document(raw, name)
    known = {(style.type, style.name) for style in document.styles}
    types = library().enum.style.WD_STYLE_TYPE
    wanted = [*((types.PARAGRAPH, style) for style in gb9704.STYLES), (types.TABLE, gb9704.TABLE)]
    missing = [style for kind, style in wanted if (kind, style) not in known]
    if missing:
        raise BadTemplateError(name, f"没有样式「{'」「'.join(missing)}」")
    places = [found for found in document.paragraphs if found.text.strip() == gb9704.PLACE]
    if len(places) != 1:
        count = f"有 {len(places)} 处" if places else "没有"
        raise BadTemplateError(name, f"{count}独占一段的「{gb9704.PLACE}」（文稿写在那里，只能有一处）")
    return document, places[0]

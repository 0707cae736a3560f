"""Traditional characters as simplified ones: looked at only when what was typed is found in no other way."""


def simplified(text: str) -> str:
    """Return a text with its traditional characters simplified; one that has none is returned as it is."""
    if text.isascii():
        return text
    from opencc import OpenCC  # noqa: PLC0415  (50 ms that only a name not found pays)

    return str(OpenCC("t2s").convert(text))

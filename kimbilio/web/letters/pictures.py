"""Pages of a paper as small pictures inside the page: nothing is kept, nothing is fetched again."""

from base64 import b64encode
from io import BytesIO

from PIL import Image

MOST_PAGES = 4
SHADES = 16


def in_page(pages: list[bytes]) -> list[str]:
    """Each page as an address that holds the picture itself, in few shades: light on a slow line."""
    return [
        f"data:image/png;base64,{b64encode(_light(page)).decode()}" for page in pages[:MOST_PAGES]
    ]


def _light(page: bytes) -> bytes:
    with Image.open(BytesIO(page)) as picture:
        grey = picture.convert("L").quantize(SHADES)
    made = BytesIO()
    grey.save(made, "PNG", optimize=True)
    return made.getvalue()

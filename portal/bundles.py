"""The site's own scripts and styles as one file each, made at set-up by esbuild (`npm run bundle`).

Run as a program it tells whether they are made from the sources as they are; `--made` writes down that they are.
Where they are not, pages name the sources themselves, so nobody ever sees a page of yesterday.
"""

import hashlib
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "static"
FOLDER = STATIC / "bundles"
MADE_FROM = FOLDER / ".made-from"
# What pages name -> what esbuild begins with; package.json says the same.
ENTRIES = {
    "site.css": "css/site.css",
    "workspace.css": "css/workspace.css",
    "workspace-first.css": "css/workspace-first.css",
    "main.js": "js/main.js",
    "editor.js": "js/editor/editor.js",
    "comparison.js": "js/comparison/comparison.js",
}
SOURCES = ("js/**/*.js", "css/*.css")


def digest() -> str:
    """What names the sources as they are."""
    found = hashlib.sha256(repr(sorted(ENTRIES.items())).encode())
    for path in sorted(path for pattern in SOURCES for path in STATIC.glob(pattern)):
        text = path.read_bytes()
        found.update(f"{path.relative_to(STATIC)} {len(text)}\n".encode() + text)
    return found.hexdigest()


def fresh() -> bool:
    """Are the bundles made from these sources?"""
    return MADE_FROM.is_file() and MADE_FROM.read_text() == digest()


def main() -> int:
    if "--made" in sys.argv[1:]:
        MADE_FROM.write_text(digest())
    return 0 if fresh() else 1


if __name__ == "__main__":
    sys.exit(main())

"""Pictures of the site: .venv/bin/python scripts/shots.py [ADDRESS] [--to shots] [--article PATH]

Front, section and article, wide, on a phone and in the dark, of a site that is running (make run). Without --article
the article is the first that the front names.
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-headless-shell")
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LOOKS = {
    "wide": {"viewport": WIDE, "color_scheme": "light"},
    "wide-dark": {"viewport": WIDE, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light", "device_scale_factor": 2},
    "phone-dark": {"viewport": PHONE, "color_scheme": "dark", "device_scale_factor": 2},
}


def main() -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", nargs="?", default="http://localhost:8000")
    parser.add_argument("--to", type=Path, default=Path("shots"))
    parser.add_argument("--article", action="append", default=[], metavar="PATH", help="pictures of these articles")
    parser.add_argument("--full", action="store_true", help="whole pages, not only what a screen shows first")
    args = parser.parse_args()
    args.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, path in pages(browser, args.address.rstrip("/"), args.article).items():
            for look, options in LOOKS.items():
                context = browser.new_context(**options)
                page = context.new_page()
                page.goto(args.address.rstrip("/") + path, wait_until="networkidle")
                page.screenshot(path=args.to / f"{name}-{look}.png", full_page=args.full)
                context.close()
        browser.close()
    return 0


def pages(browser: Browser, address: str, articles: list[str]) -> dict[str, str]:
    """What to take: a name and a path each."""
    page = browser.new_page()
    page.goto(f"{address}/")
    section = page.locator("header nav a").first.get_attribute("href") or "/"
    first = page.locator("main a").first.get_attribute("href") or "/"
    page.close()
    named = {f"article-{place}" if place else "article": path for place, path in enumerate(articles or [first])}
    return {"front": "/", "section": section, **named, "missing": "/nergens/"}


if __name__ == "__main__":
    sys.exit(main())

"""Run by Odoo's Python: open each page of docs/pictures.json and save it as PNG.

Usage: pictures_browser.py URL FOLDER [NAME ...]
"""

import json
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

LIST = Path(__file__).resolve().parents[2] / "docs" / "pictures.json"
SIZE = {"width": 1400, "height": 850}


def log_in(page, url, login):
    page.goto(f"{url}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("button[type=submit]:visible")
    page.wait_for_selector(".o_web_client, .o_portal")


def call(page, model, method, arguments):
    """Call a method over JSON-RPC as the logged-in user."""
    return page.evaluate(
        """async ([model, method, args]) => {
            const response = await fetch(`/web/dataset/call_kw/${model}/${method}`, {
                method: "POST", headers: {"Content-Type": "application/json"},
                body: JSON.stringify({jsonrpc: "2.0", params: {model, method, args, kwargs: {}}}),
            });
            const answer = await response.json();
            if (answer.error) throw new Error(JSON.stringify(answer.error));
            return answer.result;
        }""",
        [model, method, arguments],
    )


def open_page(browser, url, login, language):
    """Return a page of the user, who works in ``language``."""
    # The session keeps the language of the log-in: set it, then log in again.
    for attempt in ("set the language", "work in it"):
        page = browser.new_context(viewport=SIZE, locale=language.replace("_", "-")).new_page()
        # The first page compiles the assets.
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: print("page error:", error))
        log_in(page, url, login)
        if attempt == "set the language":
            user = call(page, "res.users", "search", [[["login", "=", login]]])
            call(page, "res.users", "write", [user, {"lang": language}])
    return page


def take(page, url, folder, picture):
    page.goto(url + picture["path"])
    page.wait_for_selector(picture.get("wait", ".o_view_controller"))
    for selector in picture.get("click", ()):
        page.click(selector)
    if wait := picture.get("then"):
        page.wait_for_selector(wait)
    # Charts and avatars draw after the last answer; the network is never idle.
    page.wait_for_timeout(1500)
    page.screenshot(path=folder / picture["file"])
    print(folder / picture["file"])


def main(url, folder, *names):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    pictures = json.loads(LIST.read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-quic"]
        )
        for login, language in sorted({(p["login"], p["language"]) for p in pictures}):
            wanted = [
                picture
                for picture in pictures
                if (picture["login"], picture["language"]) == (login, language)
                and (not names or picture["name"] in names)
            ]
            if not wanted:
                continue
            page = open_page(browser, url, login, language)
            for picture in wanted:
                try:
                    take(page, url, folder, picture)
                except Exception:
                    page.screenshot(path=folder / f"failed-{picture['file']}")
                    raise
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

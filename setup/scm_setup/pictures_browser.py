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


def set_language(page, language):
    user = page.evaluate("odoo.__session_info__ ? odoo.__session_info__.uid : null")
    user = user or call(page, "res.users", "search", [[["login", "=", page.login]]])[0]
    call(page, "res.users", "write", [[user], {"lang": language}])


def take(page, url, folder, picture):
    page.goto(url + picture["path"])
    page.wait_for_selector(picture.get("wait", ".o_view_controller"))
    for selector in picture.get("click", ()):
        page.click(selector)
        page.wait_for_load_state("networkidle")
    if wait := picture.get("then"):
        page.wait_for_selector(wait)
    page.wait_for_load_state("networkidle")
    # Charts and avatars draw after the last answer.
    page.wait_for_timeout(700)
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
            page = browser.new_context(viewport=SIZE, locale=language.replace("_", "-")).new_page()
            page.login = login
            log_in(page, url, login)
            set_language(page, language)
            for picture in wanted:
                take(page, url, folder, picture)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

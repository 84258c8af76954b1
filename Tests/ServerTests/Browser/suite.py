"""Goes through the node in a real Chromium, as people do.

Usage: suite.py PROGRAM DATA OUTPUT
  PROGRAM  the breakwater binary
  DATA     the folder of the reference data
  OUTPUT   where pictures and findings are left

It serves the demonstration on a free port, looks at every page at two widths, in light and dark,
with axe-core as the judge of accessibility, works with the keyboard alone and without scripts,
and signs in with a passkey of the browser's virtual authenticator. Each finding is one line; the
exit code is 1 when there is any.
"""

import json
import os
import re
import socket
import struct
import subprocess
import sys
import time
import traceback
import urllib.request
import zlib

from axe_core_python.selenium import Axe
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from selenium.webdriver.support.ui import Select, WebDriverWait

PROGRAM, DATA, OUTPUT = sys.argv[1:4]
FOLDER = os.path.join(OUTPUT, "demo")
PASSWORD = "lantern quay compass tide"
WIDTHS = {"narrow": (390, 844), "wide": (1440, 900)}

# Who looks at what. Every address that a page links to within the node is followed once, below.
PAGES = {
    "anna": [
        "/", "/situation", "/seizures", "/seizures/new", "/seizures/import", "/seizures/review",
        "/ports", "/reports", "/agreements", "/account", "/task",
    ],
    "simon": ["/agreements", "/evidence"],
    "otto": ["/evidence", "/evidence/entries"],
    "ada": ["/administration", "/administration/people", "/administration/organisations"],
    "karla": ["/administration/retention"],
}
LINK_LIMIT = 40

findings = []


def finding(text):
    findings.append(text)
    print("finding:", text, flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Node:
    """The demonstration, served."""

    def __init__(self):
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        os.makedirs(OUTPUT, exist_ok=True)
        self.log = open(os.path.join(OUTPUT, "node.log"), "w")
        self.process = subprocess.Popen(
            [PROGRAM, "demo", "--folder", FOLDER, "--data", DATA, "--port", str(self.port)],
            stdout=self.log, stderr=self.log)
        for _ in range(1200):
            if self.process.poll() is not None:
                raise SystemExit("the demonstration ended: see node.log")
            try:
                urllib.request.urlopen(self.address + "/health/ready", timeout=2)
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the demonstration does not answer")

    used = {}

    def code(self, account):
        """A code that was not used before: each works once."""
        while True:
            answer = subprocess.run(
                [PROGRAM, "demo-code", account, "--folder", FOLDER],
                capture_output=True, text=True, check=True)
            code = answer.stdout.strip()
            if self.used.get(account) != code:
                self.used[account] = code
                return code
            time.sleep(1)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def browser(width=1440, height=900, dark=False, scripts=True):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for word in [
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--disable-background-networking", "--disable-component-update", "--no-first-run",
        "--disable-features=Translate,OptimizationHints,MediaRouter",
        f"--window-size={width},{height}",
    ]:
        options.add_argument(word)
    if dark:
        options.add_argument("--blink-settings=preferredColorScheme=0")
    if not scripts:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(60)
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})
    return driver


def wait(driver, condition, seconds=60):
    # A page that is just being left is no failure: the next look finds the new one.
    patient = WebDriverWait(
        driver, seconds, ignored_exceptions=[StaleElementReferenceException])
    return patient.until(condition)


def press(driver, button):
    """Scrolls to a button as a person does: the bar of places at the foot of a narrow window
    may lie over one that the driver holds for visible."""
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()


def sign_in(driver, node, account):
    driver.get(node.address + "/sign-in")
    driver.find_element(By.NAME, "name").send_keys(account)
    driver.find_element(By.NAME, "password").send_keys(PASSWORD)
    field = driver.find_element(By.CSS_SELECTOR, "form[action='/sign-in/password'] [name=code]")
    field.send_keys(node.code(account))
    field.submit()
    wait(driver, lambda d: "/sign-in" not in d.current_url)


def state_task(driver, node):
    driver.get(node.address + "/task")
    choice = driver.find_element(By.CSS_SELECTOR, "input[name=purpose][value=strategic-analysis]")
    driver.execute_script("arguments[0].click()", choice)
    driver.find_element(By.NAME, "basis").send_keys("exercise")
    driver.find_element(By.CSS_SELECTOR, "form[action='/task'] button").click()
    wait(driver, lambda d: not d.current_url.endswith("/task"))


def look_at_logs(driver, node, page):
    """No request to anyone else, no refusal by the policy, no error of a script."""
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] != "Network.requestWillBeSent":
            continue
        url = message["params"]["request"]["url"]
        if not url.startswith((node.address, "data:", "blob:", "chrome", "about:")):
            finding(f"{page}: a request to {url}")
    for entry in driver.get_log("browser"):
        text = entry["message"]
        if "favicon" in text:
            continue
        if entry["level"] == "SEVERE" and " 422 " not in text and " 404 " not in text:
            finding(f"{page}: {text}")


def judge(driver, page, label):
    results = Axe().run(driver, options={"resultTypes": ["violations"]})
    for violation in results["violations"]:
        if violation["impact"] in ("serious", "critical"):
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            finding(f"{page} ({label}): {violation['id']}: {violation['help']}: {nodes}")


def picture(driver, name):
    driver.save_screenshot(os.path.join(OUTPUT, name + ".png"))


def file_name(page):
    return re.sub(r"[^a-z0-9]+", "-", page.lower()).strip("-")[:60] or "today"


def visit(driver, node, account, page, label):
    driver.get(node.address + page)
    body = driver.find_element(By.TAG_NAME, "body").text
    status = driver.execute_script(
        "return performance.getEntriesByType('navigation')[0].responseStatus")
    if status != 200:
        finding(f"{page} as {account} ({label}): status {status}")
        return
    wide = driver.execute_script(
        "return document.scrollingElement.scrollWidth - window.innerWidth")
    if wide > 1:
        finding(f"{page} as {account} ({label}): {wide} px wider than the window")
    for sign in ("{{", "}}", "[[", "]]"):
        if sign in body:
            finding(f"{page} as {account} ({label}): an unfilled {sign}")
    if not driver.find_elements(By.TAG_NAME, "h1"):
        finding(f"{page} as {account} ({label}): no heading")
    judge(driver, f"{page} as {account}", label)
    look_at_logs(driver, node, f"{page} as {account} ({label})")
    picture(driver, f"{account}-{file_name(page)}-{label}")


def links(driver, node):
    """Addresses within the node that this page leads to, one for each kind of page."""
    found = {}
    for element in driver.find_elements(By.CSS_SELECTOR, "main a[href]"):
        href = element.get_attribute("href") or ""
        if not href.startswith(node.address) or "#" in href:
            continue
        path = href[len(node.address):]
        if element.get_dom_attribute("download") is not None or path.startswith("/static"):
            continue
        if re.search(r"\.(csv|json|pdf|html|zip|png|jpg|note|txt)($|\?)|/export|/download", path):
            continue
        kind = re.sub(r"[0-9a-f]{32}|[A-Z]{5}|[0-9]+", "*", path.split("?")[0])
        found.setdefault(kind, path)
    return found


def every_page(node):
    followed = set()
    for account, pages in PAGES.items():
        driver = browser()
        try:
            sign_in(driver, node, account)
            state_task(driver, node)
            cookies = driver.get_cookies()
            more = {}
            for page in pages:
                visit(driver, node, account, page, "wide")
                more.update(links(driver, node))
            extra = [path for kind, path in more.items()
                     if path.split("?")[0] not in pages and (account, kind) not in followed]
            extra = [path for path in extra if not path.startswith("/sign-")][:LINK_LIMIT]
            for page in extra:
                visit(driver, node, account, page, "wide")
            followed.update((account, kind) for kind in more)
        finally:
            driver.quit()
        for label, width, height, dark in [
            ("narrow", 390, 844, False), ("wide-dark", 1440, 900, True),
        ]:
            driver = browser(width, height, dark)
            try:
                driver.get(node.address + "/health/live")
                for cookie in cookies:
                    driver.add_cookie({key: cookie[key] for key in
                                       ("name", "value", "path", "secure", "httpOnly", "sameSite")
                                       if key in cookie})
                for page in pages + (extra if label == "narrow" else []):
                    visit(driver, node, account, page, label)
            finally:
                driver.quit()


def tab_to(driver, test, limit=120):
    for _ in range(limit):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        element = driver.switch_to.active_element
        if test(element):
            return element
    return None


def keyboard_only(node):
    driver = browser()
    try:
        driver.get(node.address + "/sign-in")
        for name, text in [("name", "anna"), ("password", PASSWORD), ("code", None)]:
            field = tab_to(driver, lambda e, n=name: e.get_attribute("name") == n)
            if field is None:
                return finding(f"keyboard: {name} cannot be reached on the sign-in page")
            field.send_keys(text or node.code("anna"))
        driver.switch_to.active_element.send_keys(Keys.ENTER)
        wait(driver, lambda d: "/sign-in" not in d.current_url)
        driver.get(node.address + "/task")
        choice = tab_to(driver, lambda e: e.get_attribute("name") == "purpose")
        choice.send_keys(Keys.SPACE)
        button = tab_to(driver, lambda e: e.tag_name == "button" and "primary" in
                        (e.get_attribute("class") or ""))
        button.send_keys(Keys.ENTER)
        wait(driver, lambda d: not d.current_url.endswith("/task"))
        for page in PAGES["anna"]:
            driver.get(node.address + page)
            first = tab_to(driver, lambda e: True)
            if "#content" not in (first.get_attribute("href") or ""):
                finding(f"keyboard: {page}: the first stop is not the way to the content")
            first.send_keys(Keys.ENTER)
            inner = tab_to(driver, lambda e: True)
            outline = driver.execute_script(
                "const s = getComputedStyle(arguments[0]);"
                "return s.outlineStyle !== 'none' || s.boxShadow !== 'none'", inner)
            if inner.tag_name != "body" and not outline:
                finding(f"keyboard: {page}: the focus cannot be seen")
            within = driver.execute_script(
                "return document.querySelector('main').contains(arguments[0])", inner)
            if not within and inner.tag_name != "body":
                finding(f"keyboard: {page}: after the skip link the focus is not in the content")
    finally:
        driver.quit()


def without_scripts(node):
    driver = browser(390, 844, scripts=False)
    try:
        driver.get(node.address + "/sign-in")
        driver.find_element(By.NAME, "name").send_keys("anna")
        driver.find_element(By.NAME, "password").send_keys(PASSWORD)
        field = driver.find_element(
            By.CSS_SELECTOR, "form[action='/sign-in/password'] [name=code]")
        field.send_keys(node.code("anna"), Keys.ENTER)
        wait(driver, lambda d: "/sign-in" not in d.current_url)
        driver.get(node.address + "/task")
        driver.find_element(
            By.CSS_SELECTOR, "input[name=purpose][value=strategic-analysis]").click()
        press(driver, driver.find_element(By.CSS_SELECTOR, "form[action='/task'] button"))
        for page in PAGES["anna"]:
            driver.get(node.address + page)
            if not driver.find_elements(By.TAG_NAME, "h1"):
                finding(f"without scripts: {page} has no heading")
            picture(driver, f"noscript-{file_name(page)}")
        driver.get(node.address + "/situation?section=trends")
        if not driver.find_elements(By.CSS_SELECTOR, "main svg"):
            finding("without scripts: the situation shows no chart")
        enter_seizure(driver, node)
        if os.path.exists("/usr/bin/mat2"):
            upload(driver, "photograph", "plain.png", png_with_text())
            wait(driver, lambda d: d.find_elements(By.CSS_SELECTOR, "#photographs .line-list a"))
    finally:
        driver.quit()


def fill_seizure(driver, date):
    values = {"date": date, "place": "NLRTM", "substance": "cocaine", "amount": "120",
              "unit": "kg", "stage": "port"}
    for name, text in values.items():
        fields = driver.find_elements(By.CSS_SELECTOR, f"main [name={name}]")
        if not fields:
            finding(f"entry: no field {name}")
        elif fields[0].tag_name == "select":
            options = [o.get_attribute("value") for o in Select(fields[0]).options]
            chosen = text if text in options else next(
                (o for o in options if text in o.lower()), options[-1])
            Select(fields[0]).select_by_value(chosen)
        else:
            fields[0].clear()
            fields[0].send_keys(text)
    buttons = driver.find_elements(By.CSS_SELECTOR, "main form[method=post] button.primary")
    buttons[0].send_keys(Keys.ENTER)


def enter_seizure(driver, node):
    """The short form: wrong first, then right, then the record is there."""
    driver.get(node.address + "/seizures/new")
    fill_seizure(driver, "not a day")
    try:
        wait(driver, lambda d: d.find_elements(By.CSS_SELECTOR, ".defect-list"))
    except Exception:
        picture(driver, "entry-wrong-date")
        return finding("entry: a wrong date is not told: "
                       + driver.find_element(By.TAG_NAME, "main").text[:200])
    fill_seizure(driver, "2026-11-02")
    try:
        wait(driver, lambda d: "/seizures/new" not in d.current_url)
    except Exception:
        picture(driver, "entry-refused")
        finding("entry: the short form was not taken: "
                + driver.find_element(By.TAG_NAME, "main").text[:300])


def png_with_text():
    """A picture of two colours with words in it that must not be kept."""
    def chunk(name, content):
        return (struct.pack(">I", len(content)) + name + content
                + struct.pack(">I", zlib.crc32(name + content)))
    rows = b"".join(b"\0" + (b"\x20\x60\x90" if y < 60 else b"\xd0\xa0\x40") * 160
                    for y in range(120))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 160, 120, 8, 2, 0, 0, 0))
            + chunk(b"tEXt", b"Comment\0secret place") + chunk(b"IDAT", zlib.compress(rows))
            + chunk(b"IEND", b""))


def upload(driver, field, name, content):
    path = os.path.join(OUTPUT, name)
    with open(path, "wb") as file:
        file.write(content)
    chosen = driver.find_element(By.CSS_SELECTOR, f"main [name={field}]")
    chosen.send_keys(os.path.abspath(path))
    press(driver, chosen.find_element(
        By.XPATH, "ancestor::form//button[not(@name) or @value='store']"))


def again_narrow_and_dark(driver, node, account, pages):
    cookies = driver.get_cookies()
    for label, width, height, dark in [("narrow", 390, 844, False), ("narrow-dark", 390, 844, True),
                                       ("wide-dark", 1440, 900, True)]:
        other = browser(width, height, dark)
        try:
            other.get(node.address + "/health/live")
            for cookie in cookies:
                other.add_cookie({key: cookie[key] for key in
                                  ("name", "value", "path", "secure", "httpOnly", "sameSite")
                                  if key in cookie})
            for page in pages:
                visit(other, node, account, page, label)
        finally:
            other.quit()


def desk(node):
    """A record with a photograph and a history; a draft and a staged file that Today names."""
    driver = browser()
    try:
        sign_in(driver, node, "anna")
        state_task(driver, node)
        driver.get(node.address + "/seizures/new")
        fill_seizure(driver, "2026-11-03")
        wait(driver, lambda d: "/seizures/new" not in d.current_url)
        record = driver.current_url[len(node.address):]
        if os.path.exists("/usr/bin/mat2"):
            upload(driver, "photograph", "note.txt", b"no picture")
            wait(driver, lambda d: d.find_elements(By.CSS_SELECTOR, ".defect-list"))
            picture(driver, "photograph-refused")
            driver.get(node.address + record)
            upload(driver, "photograph", "quay.png", png_with_text())
            wait(driver, lambda d: d.find_elements(By.CSS_SELECTOR, "#photographs .line-list a"))
            page = record.split("#")[0] + "/photographs/1"
            visit(driver, node, "anna", page, "wide")
            width = driver.execute_script(
                "return document.querySelector('.photograph img').naturalWidth")
            if width != 160:
                finding(f"photograph: the picture is {width} points wide")
        else:
            page = record
            if "mat2" not in driver.find_element(By.TAG_NAME, "main").text:
                finding("photograph: the page does not say what is missing")
        driver.get(node.address + record + "/change")
        amount = driver.find_element(By.CSS_SELECTOR, "main [name=amount]")
        amount.clear()
        amount.send_keys("125")
        amount.send_keys(Keys.ENTER)
        wait(driver, lambda d: not d.current_url.endswith("/change")
             or d.find_elements(By.CSS_SELECTOR, ".defect-list"))
        visit(driver, node, "anna", record, "wide")
        if not driver.find_elements(By.CSS_SELECTOR, "#history ins"):
            finding("history: the change of the amount is not told")
        driver.get(node.address + "/seizures/new")
        driver.find_element(By.CSS_SELECTOR, "main [name=date]").send_keys("2026-11-04")
        press(driver, driver.find_element(By.CSS_SELECTOR, "main button[value=draft]"))
        wait(driver, lambda d: d.current_url.endswith("/seizures/drafts"))
        driver.get(node.address + "/seizures/import")
        upload(driver, "file", "waits.csv", b"reference,reporter,date\nA,B,2024-01-02\n")
        wait(driver, lambda d: d.find_elements(By.CSS_SELECTOR, "main .key-figures, .defect-list"))
        visit(driver, node, "anna", "/seizures/import", "wide")
        visit(driver, node, "anna", "/", "wide")
        main = driver.find_element(By.TAG_NAME, "main").text
        if "waits.csv" not in main or not driver.find_elements(
                By.CSS_SELECTOR, "main a[href='/seizures/drafts']"):
            finding("today: what is unfinished is not named")
        # The second address shows the lower half of the record's page.
        pages = [record, record.split("#")[0] + "#photographs", page, "/", "/seizures/import"]
        fresh = driver.find_elements(By.CSS_SELECTOR, "main a[href^='/today/new']")
        if fresh:
            pages.append(fresh[0].get_attribute("href")[len(node.address):])
            visit(driver, node, "anna", pages[-1], "wide")
        else:
            finding("today: no line leads to what is new")
        visit(driver, node, "anna", pages[1], "wide")
        again_narrow_and_dark(driver, node, "anna", pages)
    finally:
        driver.quit()


def passkey(node):
    driver = browser()
    try:
        options = VirtualAuthenticatorOptions()
        options.protocol = VirtualAuthenticatorOptions.Protocol.CTAP2
        options.transport = VirtualAuthenticatorOptions.Transport.INTERNAL
        options.has_resident_key = True
        options.has_user_verification = True
        options.is_user_verified = True
        driver.add_virtual_authenticator(options)
        sign_in(driver, node, "nora")
        driver.get(node.address + "/account/sign-in")
        button = driver.find_element(By.CSS_SELECTOR, "form[data-passkey=create] button")
        button.click()
        wait(driver, lambda d: "Passkey" in d.find_element(By.CSS_SELECTOR, "main").text
             and d.find_elements(By.CSS_SELECTOR, "main .line-list li:nth-child(2)"))
        driver.execute_script(
            "document.querySelector(\"form[action='/sign-out']\").submit()")
        wait(driver, lambda d: "/sign-in" in d.current_url)
        driver.find_element(By.CSS_SELECTOR, "form[data-passkey=get] button").click()
        wait(driver, lambda d: "/sign-in" not in d.current_url)
        session = [c for c in driver.get_cookies() if c["name"] == "__Host-session"]
        if not session or not session[0]["httpOnly"] or session[0]["sameSite"] != "Strict":
            finding("passkey: the session's cookie is not what it must be")
    except Exception as error:
        picture(driver, "passkey-failed")
        finding(f"passkey: {type(error).__name__}: {str(error)[:200]}")
    finally:
        driver.quit()


def languages(node):
    """Each language of the interface on one page; the words differ and the code is right."""
    driver = browser(390, 844)
    try:
        seen = {}
        for code in ["en", "nl", "fr", "de", "es", "it", "sv"]:
            driver.get(node.address + "/sign-in")
            button = driver.find_element(By.CSS_SELECTOR, f"button[name=language][value={code}]")
            driver.execute_script("arguments[0].click()", button)
            wait(driver, lambda d, c=code: d.find_element(
                By.TAG_NAME, "html").get_attribute("lang") == c)
            heading = driver.find_element(By.TAG_NAME, "h1").text
            if heading in seen:
                finding(f"languages: {code} and {seen[heading]} have the same heading")
            seen[heading] = code
            picture(driver, f"sign-in-{code}")
    finally:
        driver.quit()


PARTS = {
    "pages": every_page, "keyboard": keyboard_only, "noscript": without_scripts,
    "desk": desk, "passkey": passkey, "languages": languages,
}


def main():
    node = Node()
    try:
        for name, part in PARTS.items():
            if len(sys.argv) > 4 and name not in sys.argv[4:]:
                continue
            try:
                part(node)
            except Exception as error:  # a part that breaks is a finding, the others go on
                where = traceback.extract_tb(error.__traceback__)[1:3]
                lines = ", ".join(f"line {frame.lineno}" for frame in where)
                finding(f"{name}: {type(error).__name__} at {lines}: {str(error)[:300]}")
    finally:
        node.stop()
    with open(os.path.join(OUTPUT, "findings.json"), "w") as file:
        json.dump(findings, file, indent=1)
    print(f"{len(findings)} findings")
    sys.exit(1 if findings else 0)


main()

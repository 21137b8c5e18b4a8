"""A page in Chromium, as a person uses it."""

from pathlib import Path

from playwright import sync_api

UNSEEN = (
    '[data-testid="stIconMaterial"], [data-testid="stExpanderIcon"],'
    ' [data-testid="stAlertDynamicIcon"],'
    ' [role="img"][aria-label$=" icon"], [data-testid="stSkipToContent"]'
)
TEXT = """(unseen) => {
  const page = document.querySelector('[data-testid="stApp"]');
  const parts = [...page.querySelectorAll(unseen)].map((part) => [part, part.style.display]);
  parts.forEach(([part]) => { part.style.display = 'none'; });
  const text = page.innerText;
  parts.forEach(([part, display]) => { part.style.display = display; });
  return text;
}"""
TRIES = 3
LIST_MS = 5_000
TURN_MS = 40
WIRE = Path(__file__).with_name("wire.js")
PATIENCE_MS = 180_000  # a first page on a busy machine loads every library
WIDE = {"width": 1440, "height": 900}
LEFT = "_stcore/health"  # a page of the same server: its process in the browser stays


def new_window(browser):
    """Return a profile of a browser, whose pages follow what they say to their server."""
    opened = browser.new_context(viewport=WIDE, locale="zh-CN")
    opened.set_default_timeout(PATIENCE_MS)
    opened.add_init_script(path=WIRE)
    return opened


class Screen:
    """The app in a browser window."""

    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.outside = []
        page.on("request", self._note)

    def _note(self, request):
        if not request.url.startswith((self.address, "data:", "blob:", "ws:")):
            self.outside.append(request.url)

    def leave(self):
        """Close the app: whoever opens it next in this page is somebody it knows nothing of."""
        self.page.context.clear_cookies()
        if self.page.url.startswith(self.address):
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.goto(f"{self.address}/{LEFT}")

    def open(self, path="", **choices):
        said = "&".join(f"{name}={value}" for name, value in choices.items())
        self.page.goto(f"{self.address}/{path}?{said}")
        self.page.wait_for_selector(".head, .empty")
        return self.settle()

    def settle(self, *, must_say=False):
        """
        Wait until the page has its server's whole answer to what was done, and has drawn it.

        ``must_say``: what was done is told to the server for certain, however late.
        """
        asked = "(mustSay) => window.isSettled && window.isSettled(mustSay)"
        self.page.wait_for_function(asked, arg=must_say, polling=TURN_MS)
        return self

    def press(self, name, *, exact=False, within=None):
        self.start(name, exact=exact, within=within)
        return self.settle()

    def start(self, name, *, exact=False, within=None):
        """Press a button after which the page is drawn anew by itself, and may not come to rest."""
        (within or self.page).get_by_role("button", name=name, exact=exact).first.click()

    def unfold(self, title):
        """Open a folding part, and wait until it stands still: what moves cannot be chosen from."""
        self.page.get_by_text(title).first.click()
        return self.settle()

    def go(self, name):
        self.page.get_by_role("link", name=name).click()
        return self.settle()

    def choose(self, label, option, *, exact=False):
        """Choose from the first list of that name."""
        box = self.page.get_by_role("combobox", name=label, exact=exact).first
        listed = self.page.get_by_role("option", name=option, exact=True)
        for _ in range(TRIES):
            box.evaluate("(part) => part.scrollIntoView({block: 'center'})")  # room for its list
            box.click()
            box.fill(option)  # long lists draw only what is in sight
            try:
                listed.wait_for(timeout=LIST_MS)
                break
            except sync_api.TimeoutError:  # the page was drawn anew meanwhile and the list shut
                self.page.keyboard.press("Escape")
                self.settle()
        listed.click()
        return self.settle()

    def chosen(self, label):
        return self.page.get_by_role("combobox", name=label).input_value()

    def tick_first_row(self):
        """Tick the first row of the first table in sight, as soon as it has rows."""
        table = self.page.locator('[data-testid="stDataFrame"]:visible').first
        table.locator('td[role="gridcell"]').first.wait_for(state="attached")
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        self.page.mouse.click(box["x"] + 16, box["y"] + 50)
        return self.settle(must_say=True)

    def upload(self, *paths, place=0):
        """Give files to one of the page's fields for files."""
        self.page.locator("input[type=file]").nth(place).set_input_files(list(paths))
        return self.settle(must_say=True)

    def download(self, name, folder):
        """Press a button that downloads a file; return where it was kept, under its own name."""
        with self.page.expect_download() as caught:
            self.page.get_by_role("button", name=name).first.click()
        path = folder / caught.value.suggested_filename
        caught.value.save_as(path)
        return path

    def say_who(self, name, was="人事"):
        """Give one's name in the bar."""
        self.page.locator(".st-key-bar").get_by_role("button", name=was).click()
        self.write("您的姓名", name)
        self.page.keyboard.press("Escape")
        return self.settle()

    def switch_language(self):
        """Press the bar's other language: what was asked and found on the page stays."""
        self.page.locator(".st-key-bar_lang button").click()
        return self.settle(must_say=True)

    def write(self, label, text):
        self.page.get_by_role("textbox", name=label).fill(text)
        self.page.keyboard.press("Tab")
        return self.settle()

    def sees(self, text):
        self.page.get_by_text(text).first.wait_for()
        return True

    @property
    def text(self):
        """Return what is written on the page; icons are words only to the font."""
        return self.page.evaluate(TEXT, UNSEEN)

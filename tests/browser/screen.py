"""A page in Chromium, as a person uses it."""

from playwright import sync_api

UNSEEN = (
    '[data-testid="stIconMaterial"], [data-testid="stExpanderIcon"],'
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
BUSY = '[data-testid="stApp"][data-test-script-state="running"]'


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

    def open(self, path="", **choices):
        said = "&".join(f"{name}={value}" for name, value in choices.items())
        self.page.goto(f"{self.address}/{path}?{said}")
        self.page.wait_for_selector(".head, .empty")
        return self.settle()

    def settle(self):
        """Wait until the script has run to its end."""
        self.page.wait_for_timeout(300)
        self.page.wait_for_function(f"() => !document.querySelector('{BUSY}')")
        self.page.wait_for_timeout(300)
        return self

    def press(self, name, *, exact=False, within=None):
        (within or self.page).get_by_role("button", name=name, exact=exact).first.click()
        return self.settle()

    def unfold(self, title):
        """Open a folding part, and wait until it stands still: what moves cannot be chosen from."""
        self.page.get_by_text(title).first.click()
        return self.settle()

    def go(self, name):
        self.page.get_by_role("link", name=name).click()
        return self.settle()

    def choose(self, label, option):
        """Choose from the first list of that name."""
        box = self.page.get_by_role("combobox", name=label).first
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

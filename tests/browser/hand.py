"""Somebody at the screen, whose clicks and fields are counted."""

from tests.browser.screen import Screen
from ui.words.catalogue import t


class Hand(Screen):
    """A screen that counts what is pressed, chosen and filled in; files given are not counted."""

    def __init__(self, page, address, lang="zh"):
        super().__init__(page, address)
        self.count, self.lang = 0, lang
        self.waited = 0.0  # seconds, for what is not the hand's

    def say(self, key, **told):
        """Return a sentence of the hand's language."""
        return t(key, self.lang, **told)

    def start(self, name, **how):
        self.count += 1  # a press is one too
        return super().start(name, **how)

    def choose(self, label, option, **how):
        self.count += 1
        return super().choose(label, option, **how)

    def fill(self, label, text):
        self.count += 1
        self.page.get_by_role("textbox", name=label, exact=True).first.fill(text)

    def number(self, label, text):
        self.count += 1
        self.page.get_by_role("spinbutton", name=label).first.fill(text)
        self.page.keyboard.press("Tab")
        return self.settle()

    def visit(self, path, **choices):
        """Go to a page: a menu and its entry."""
        self.count += 2
        return self.open(path, **choices)

    def give(self, step, path):
        """Give a file to a step of the set-up, which is opened first where it is not."""
        part = self.page.locator('[data-testid="stExpander"]', has_text=step).first
        if part.locator("details").get_attribute("open") is None:
            self.count += 1
            part.locator("summary").click()
            self.settle()
        part.locator("input[type=file]").set_input_files(path)
        self.settle(must_say=True)

    def shortest(self):
        """Let the solve that is asked for end as soon as it can."""
        self.count += 1
        slider = self.page.get_by_role("slider")
        slider.focus()
        for _ in range(6):
            slider.press("ArrowLeft")
        self.settle()

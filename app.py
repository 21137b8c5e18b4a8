"""The app: who looks, at which page, in which language; everything else is in ``ui``."""

from ui import frame

frame.run()

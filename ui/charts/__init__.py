"""Pure drawing: data classes in, a chart or markup out."""

from altair.utils import schemapi

schemapi.disable_debug_mode()  # a chart is checked whole where it is drawn, not part by part too

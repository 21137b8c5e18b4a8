"""Scenarios in words: what one changes, where its numbers stand, how far a computation is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.jobs import JobState
from ui import state
from ui.guard import fault_sentences
from ui.parts.markup import Tone
from ui.state import say
from ui.words.change_lines import lines_of

if TYPE_CHECKING:
    from service.trial.scenarios import Changes, ScenarioView


def change_lines(changes: Changes) -> list[str]:
    """Return what a scenario changes, a line each; empty when nothing does."""
    return lines_of(changes, state.lang())


def is_running(view: ScenarioView) -> bool:
    """Return whether a scenario is being computed."""
    return view.job is not None and not view.job.state.is_over


def is_full(view: ScenarioView) -> bool:
    """Return whether a result had a time of its own to be good, and was simulated."""
    result = view.scenario.result
    if result is None or not result.service_level:
        return False
    return result.params.time_limit_s is not None


def standing(view: ScenarioView) -> tuple[str, Tone]:
    """Return where a scenario's numbers stand, and how it looks."""
    if view.faults:
        return "\n".join(fault_sentences(view.faults)), Tone.BAD
    if is_running(view):
        return say("whatif.is_running"), Tone.PLAIN
    if _has_failed(view):
        assert view.job is not None
        faults = view.job.failure.faults if view.job.failure is not None else ()
        told = fault_sentences(faults) if faults else [say("whatif.is_failed", number=view.job.id)]
        return "\n".join(told), Tone.BAD
    return _age(view)


def _age(view: ScenarioView) -> tuple[str, Tone]:
    result = view.scenario.result
    if result is None:
        return say("whatif.is_new"), Tone.LOOK
    if view.is_current and view.has_program_changed:
        return say("whatif.is_program_changed"), Tone.LOOK
    if view.is_current:
        return say("whatif.is_full" if is_full(view) else "whatif.is_quick"), Tone.GOOD
    is_edited = result.inputs != view.scenario.inputs
    return say("whatif.is_changed" if is_edited else "whatif.is_week_changed"), Tone.LOOK


def _has_failed(view: ScenarioView) -> bool:
    return view.job is not None and view.job.state in (JobState.FAILED, JobState.LOST)

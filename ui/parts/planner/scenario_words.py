"""Scenarios in words: what one changes, where its numbers stand, how far a computation is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.jobs import JobState
from ui import figures, state
from ui.guard import fault_sentences
from ui.parts.markup import Tone
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.trial.scenarios import Changes, ScenarioView

INPUTS = ("handle_s", "chats_at_once", "patience_s", "service_level", "within_s", "shrinkage")
SHARES = frozenset({"service_level", "shrinkage"})


def change_lines(changes: Changes) -> list[str]:
    """Return what a scenario changes, a line each; empty when nothing does."""
    lang = state.lang()
    lines = []
    for post, factor in changes.volume.items():
        by = figures.change(factor - 1, lang)
        lines.append(say("whatif.does_volume", post=post_name(post, lang), by=by))
    for post, handed in changes.handed_over.items():
        to = figures.share(handed, lang)
        lines.append(say("whatif.does_handed_over", post=post_name(post, lang), to=to))
    for post, people in changes.agents.items():
        by = figures.signed(people, lang, 0)
        lines.append(say("whatif.does_agents", post=post_name(post, lang), by=by))
    for name in INPUTS:
        for post, value in getattr(changes, name).items():
            told = (
                figures.share(value, lang, 1) if name in SHARES else figures.number(value, lang, 0)
            )
            label = say(f"whatif.short_{name}")
            lines.append(say("whatif.does_input", post=post_name(post, lang), name=label, to=told))
    if changes.hourly_cost is not None:
        lines.append(say("whatif.does_cost", to=figures.money(changes.hourly_cost, lang)))
    if changes.comfort is not None:
        lines.append(say(f"comfort.{changes.comfort}"))
    if changes.level is not None:
        share = figures.share(changes.level, lang, 1 if changes.level > 0.95 else 0)
        lines.append(say("whatif.does_level", share=share))
    return lines


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
    if view.is_current:
        return say("whatif.is_full" if is_full(view) else "whatif.is_quick"), Tone.GOOD
    is_edited = result.inputs != view.scenario.inputs
    return say("whatif.is_changed" if is_edited else "whatif.is_week_changed"), Tone.LOOK


def _has_failed(view: ScenarioView) -> bool:
    return view.job is not None and view.job.state in (JobState.FAILED, JobState.LOST)

"""What a platform's targets are, in sentences: for the page that sets a shop up and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.start.platform_aims import first_asked
from ui import figures
from ui.words.catalogue import t
from ui.words.names import platform_name

if TYPE_CHECKING:
    from service.start.platform_aims import AimsSeen, PlatformAim


def aim_sentences(seen: AimsSeen, lang: str) -> list[str]:
    """Return what a shop is proposed by its platforms, and how far it has it; a line each."""
    if not seen.aims:
        return [t("platform_aim.none" if seen.is_used else "platform_aim.own", lang)]
    lines = [t("platform_aim.used" if seen.is_used else "platform_aim.unused", lang)]
    lines += [aim_sentence(aim, lang) for aim in seen.aims]
    first = first_asked(seen.aims)
    told = {"share": figures.share(first.share, lang), **_limits(first, lang)}
    lines.append(t("platform_aim.first", lang, **told))
    if any(aim.of_turns for aim in seen.aims):
        lines.append(t("platform_aim.rhythm", lang))
    return lines


def _limits(aim: PlatformAim, lang: str) -> dict[str, str]:
    return {"seconds": figures.number(aim.rule.limit_s, lang, 0)}


def aim_sentence(aim: PlatformAim, lang: str) -> str:
    """Return what one platform asks for, and what of it is no published number."""
    rule = aim.rule
    told = {
        "platform": platform_name(rule.platform, lang),
        "title": rule.title_zh if lang == "zh" else rule.title_en,
        "share": figures.share(aim.share, lang),
        "window": str(rule.window),
        **_limits(aim, lang),
    }
    parts = [t(f"platform_aim.{rule.unit.value}", lang, **told)]
    if aim.is_share_ours:
        parts.append(t("platform_aim.share_ours", lang))
    if aim.has_ended and rule.valid_to is not None:
        parts.append(t("platform_aim.ended", lang, day=rule.valid_to.isoformat()))
    return ("" if lang == "zh" else " ").join(parts)

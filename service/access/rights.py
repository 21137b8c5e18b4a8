"""
The table of who may do and see what: every action of the desk, every reading that is not for all.

A row names roles twice: ``whole`` for those whose scope must take in the whole shop, ``own`` for
those who may do it with, or see it of, the people that their scope reaches, however few. What has
no row nobody may who has signed in.
"""

from __future__ import annotations

from dataclasses import dataclass

from store.grants import Role

A, H, P, S = Role.ADMINISTRATOR, Role.HR, Role.PLANNER, Role.SUPERVISOR
L, G, V, R = Role.TEAM_LEADER, Role.AGENT, Role.VENDOR, Role.AUDITOR


@dataclass(frozen=True, slots=True)
class Right:
    """
    Who may do an action, or see what a reading holds.

    Parameters
    ----------
    group
        What it belongs to (``ui/words``: ``right.<group>``).
    names
        The actions, as the log calls them; of a reading its one name.
    whole
        Roles whose scope must be the shop, or every shop.
    own
        Roles to whom any scope is enough: they may over the people it reaches.
    """

    group: str
    names: tuple[str, ...]
    whole: tuple[Role, ...] = ()
    own: tuple[Role, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """Return the roles that may at all, in the order of ``Role``."""
        return tuple(role for role in Role if role in (*self.whole, *self.own))


def _right(
    group: str, names: str, *, whole: tuple[Role, ...] = (), own: tuple[Role, ...] = ()
) -> Right:
    return Right(group, tuple(names.split()), whole, own)


ACTIONS = (
    _right("roles", "grant_given deputy_named grant_ended team_vendor_set", whole=(A,)),
    _right(
        "accounts",
        "account_created account_locked account_unlocked account_reset visit_revoked went_on_alone"
        " identity_linked identity_unlinked arrival_dismissed",
        whole=(A,),
    ),
    _right(
        "own_account",
        "signed_in signed_out sign_in_refused password_changed",
        own=tuple(Role),
    ),
    _right("audit_explained", "witness_explained", whole=(A,)),
    _right("companies", "company_saved shop_put_into_company", whole=(A,)),
    _right("own_links", "own_link_given own_link_ended", own=(H, S, L, V)),
    _right("own_account", "own_link_opened", own=(G,)),
    _right("phone", "roster_read feed_given feed_ended", own=(G,)),
    _right("requests", "request_asked request_answered request_withdrawn", own=(G,)),
    _right("deciding", "request_decided", whole=(S,)),
    _right("offers", "offer_put_up offer_taken_down", whole=(S,)),
    _right("leave_quota", "leave_quota_set", whole=(H, S)),
    _right("shop", "shop_created opening_changed posts_added post_added", whole=(A, S)),
    _right("shop", "post_removed post_put_back rules_proposed targets_proposed", whole=(A, S)),
    _right("posts", "post_saved names_remembered names_forgotten", whole=(A, H, P, S)),
    _right("rules", "rules_saved rules_changed house_price_set house_price_removed", whole=(A, S)),
    _right("rules", "limits_changed sessions_changed", whole=(S,)),
    _right(
        "staff",
        "staff_imported agents_saved person_added person_changed person_put_back person_taken_out"
        " dated_change_due dated_change_dropped plan_given employment_saved certificate_saved"
        " certificates_imported gate_saved stage_entered training_imported person_shared"
        " person_parted",
        whole=(H, S),
    ),
    _right("leave", "absence_entered absence_removed", own=(H, S, L, V)),
    _right("wishes", "wish_entered wish_removed", own=(S, L, V, G)),
    _right("leave_lists", "absences_imported", whole=(H, S)),
    _right(
        "shifts",
        "roster_changed sheet_taken_back shifts_swapped shift_claimed shift_pinned shift_unpinned"
        " type_pinned type_unpinned cells_locked cells_unlocked edit_undone edit_redone"
        " standby_called standby_call_withdrawn proposal_taken",
        own=(S,),
    ),
    _right(
        "rosters",
        "week_imported roster_agreed version_restored roster_kept roster_put_in_force"
        " roster_taken_out_of_force roster_published proposal_withdrawn",
        whole=(S,),
    ),
    _right(
        "solving",
        "week_opened solve_started why_started solve_stopped answer_accepted answer_dismissed"
        " rounds_started roster_simulated",
        whole=(P, S),
    ),
    _right(
        "demand",
        "volumes_imported drivers_imported special_day_saved special_day_removed week_forecast"
        " week_staffed",
        whole=(P, S),
    ),
    _right("campaigns", "campaign_saved campaign_removed campaigns_imported", whole=(P, S)),
    _right(
        "scenarios",
        "scenario_saved scenario_removed scenario_renamed scenario_started design_started"
        " people_started sweep_started sweep_resumed capacity_terms_kept capacity_terms_removed",
        whole=(P,),
    ),
    _right("imports", "import_withdrawn import_started", whole=(H, P)),
    _right("channels", "channel_added channel_removed channel_tried dispatch_again", whole=(A,)),
    _right("jobs", "job_retried job_stopped backup_started", whole=(A,)),
    _right(
        "floor",
        "interruption_entered interruption_approved interruption_removed absence_approved",
        whole=(H,),
        own=(S,),
    ),
    _right(
        "floor",
        "happening_entered happening_withdrawn presence_noted chats_told group_kept",
        whole=(H,),
        own=(S, L),
    ),
    _right("floor", "approval_steps_saved", whole=(A, H)),
    _right("handovers", "handover_kept handover_text_set", own=(S, L)),
    _right("phone", "handover_signed", own=(G,)),
    _right(
        "attendance",
        "attendance_imported exceptions_imported punches_imported punch_decided time_off_imported"
        " overtime_approved overtime_withdrawn overtime_imported overtime_entered"
        " overtime_confirmed fixed_hours_said",
        whole=(H,),
    ),
    _right("presences", "punch_requested punch_withdrawn", own=(H, S, G)),
    _right(
        "facts",
        "chats_imported facts_imported messages_imported messages_counted orders_imported"
        " attribution_imported attribution_saved targets_imported targets_saved follow_up_noted"
        " follow_ups_counted post_kind_set",
        whole=(H,),
    ),
    _right(
        "records",
        "complaint_entered complaint_handled complaint_decided complaint_appealed"
        " complaints_counted complaint_times_saved complaints_imported audit_entered"
        " audit_corrected audit_sheet_saved audits_imported survey_saved answers_entered"
        " answers_imported platform_rule_saved platform_rules_imported platform_suspended"
        " platform_suspension_removed platforms_saved growth_noted growth_done",
        whole=(H,),
    ),
    _right(
        "schemes",
        "schemes_imported scheme_saved scheme_published scheme_put_backwards"
        " sketch_saved sketch_dropped study_saved",
        whole=(H,),
    ),
    _right(
        "vendors",
        "vendor_contract_saved vendor_contract_removed settlement_made settlement_signed",
        whole=(H,),
    ),
    _right("vendor_signing", "settlement_signed_by_vendor", own=(V,)),
    _right("vendor_objecting", "settlement_objected", whole=(H,), own=(V,)),
    _right("own_schemes", "scheme_read", own=(H, G)),
    _right(
        "scoring",
        "month_scored scored_anyway_decided scored_anyway_withdrawn month_review objection_answered"
        " month_approved month_locked payout_started",
        whole=(H,),
    ),
    _right("objections", "objection_raised", own=(H, G)),
    _right("contests", "decision_contested", own=(H, S, L, G)),
    _right("contests", "contest_answered", whole=(H, S)),
    _right(
        "pay",
        "pay_schemes_imported pay_scheme_saved pay_plans_imported earlier_pay_imported"
        " month_imported raise_granted reward_entered rewards_imported deduction_entered"
        " deductions_imported refund_entered refunds_imported pay_entry_corrected"
        " pay_entry_withdrawn payroll_layout_saved",
        whole=(H,),
    ),
    _right("own_data", "person_exported", whole=(H,), own=(G,)),
    _right("persons", "person_erased persons_tidied retention_saved", whole=(A, H)),
)

UNTOLD = frozenset({"pay", "scoring", "objections"})
"""Groups of actions whose lines of the log tell of somebody's pay or score."""


@dataclass(frozen=True, slots=True)
class Private:
    """
    What only some may see: whole tables and kinds of register entries, or what is asked by name.

    Parameters
    ----------
    right
        Who may.
    held
        The tables and kinds of entries that hold it; empty: it is asked for where it is shown.
    """

    right: Right
    held: tuple[str, ...] = ()


READINGS = (
    Private(
        _right("pay", "pay", whole=(H, R), own=(G,)),
        (
            *("payout", "pay_plan", "RewardCase", "Deduction", "Repaid", "MonthPay"),
            *("PayScheme", "PayrollLayout"),
        ),
    ),
    Private(
        _right("scoring", "score", whole=(H, R), own=(G,)),
        (
            *("scorecard", "month_run", "run_step", "month_targets"),
            *("Objection", "GrowthNote", "ScoredAnyway"),
        ),
    ),
    Private(_right("persons", "looks", whole=(H, R), own=(G,)), ("pay_look",)),
    Private(_right("persons", "sealed_names", whole=(H, R)), ("erased_person",)),
    Private(_right("staff", "wages", whole=(H, P, R))),
    Private(
        _right("vendors", "vendors", whole=(H, P, R), own=(V,)),
        ("vendor_contract", "vendor_settlement", "settlement_step"),
    ),
    Private(_right("roles", "roles", whole=(A, R)), ("role_grant",)),
    Private(
        _right("accounts", "accounts", whole=(A,)),
        ("account", "arrival", "sign_in_try", "visit", "house_setting"),
    ),
    Private(_right("channels", "channel_keys", whole=(A,)), ("OutboundKey",)),
    Private(
        _right("log", "log", whole=(A, R)), ("log_link", "log_anchor", "log_erasure", "witness")
    ),
)

RIGHTS = {name: one for one in ACTIONS for name in one.names}
SIGHTS = {one.right.names[0]: one.right for one in READINGS}

"""
What of people stands in which table and which register, and what becomes of it when one is erased.

Every table and every kind of register entry stands here, also those that hold nobody:
``tests/store/test_person_tables.py`` turns red for one that does not.
"""

from __future__ import annotations

from enum import StrEnum


class PartOf(StrEnum):
    """What becomes of somebody's rows when they are erased."""

    NOBODY = "nobody"
    """It holds no people, or people only as who did something."""
    GOES = "goes"
    """Its rows are removed at once: no law asks for them."""
    PAY = "pay"
    """Pay and what it rests on: kept as long as the law has pay records, then removed."""
    DECISIONS = "decisions"
    """Objections to what the program reckoned: kept as long as pay, then without their texts."""
    NUMBERED = "numbered"
    """It knows people by their number alone and stays: published, locked, or of many at once."""
    OWN_WAY = "own_way"
    """It has a way of its own, told in ``store.erasing``."""


N, GO, PAY, NUM, OWN = (
    PartOf.NOBODY,
    PartOf.GOES,
    PartOf.PAY,
    PartOf.NUMBERED,
    PartOf.OWN_WAY,
)

_BY_PART: dict[PartOf, str] = {
    N: "shop company post rule_set volumes special_day forecast requirement scheme post_kind"
    " forecast_snapshot all_contacts run_step simulation worker order_source log_anchor log_erasure"
    " witness sign_in_try house_setting vendor_team",
    GO: "agent_limit wish session pin type_pin shared_person",
    PAY: "absence attendance interruption pay_plan",
    NUM: "roster_version roster_shift draft_change week scenario job job_file month_run scorecard"
    " payout month_targets dispatch vendor_contract vendor_settlement settlement_step"
    " fact_source chat_source message_source replaced_source",
    OWN: "agent register_entry file_import action change log_link account arrival visit own_link"
    " role_grant pay_look erased_person",
}
TABLES = {name: part for part, names in _BY_PART.items() for name in names.split()}
"""What becomes of the rows of each table."""

_BY_KIND: dict[PartOf, str] = {
    N: "AnswerSheet ApprovalSteps AttributionRule AuditSheet CameSoFar CapacityScenario"
    " ColumnsCalled"
    " ComplaintTimes DriverDay ExportMapping FixedHours Gate HandoverText KeptFor LeaveQuota"
    " OutboundChannel OutboundKey OwnPrice PayScheme PayrollLayout PlatformRule PostNamed"
    " PostCalled PutInForce SchemeBackwards Sketch SoldOn Study Survey Suspension",
    GO: "AgentRequest AskedAnswer CalendarFeed DatedChange GrowthNote HandoverSigned Nickname Noted"
    " InGroup RosterRead SchemeRead SeenHere StageResult Telephone",
    PAY: "AbsenceShown AgreedChange ApprovedOvertime Deduction MonthPay Overtime PunchRequest"
    " Repaid RewardCase StandbyCall TimeOff",
    PartOf.DECISIONS: "Objection ContestedDecision",
    NUM: "Audit Campaign Complaint HandoverLog OpenOffer Override ScoredAnyway",
}
REGISTERS = {name: part for part, names in _BY_KIND.items() for name in names.split()}
"""What becomes of the entries of each kind that are about somebody."""

SECRETS = frozenset({"account", "arrival", "own_link", "visit", "sign_in_try", "house_setting"})
"""Tables of what proves who somebody is: handed out they would let others in."""

PACKED = ("fact_source", "chat_source", "message_source")
"""Tables whose rows are whole files in which many people stand."""

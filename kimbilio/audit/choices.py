"""Everything that leaves a trace, each with the sentence people read in the log."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Event(TextChoices):
    """What happened. Append new ones beside their kin; a stored value never changes its meaning."""

    # Accounts and sign-in
    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Tried to sign in and failed")
    SIGN_IN_LOCKED = "sign_in_locked", _("Sign-in paused after too many tries")
    SIGNED_OUT = "signed_out", _("Signed out")
    SCREEN_LOCKED = "screen_locked", _("Locked the screen")
    SCREEN_UNLOCKED = "screen_unlocked", _("Unlocked the screen")
    SESSION_ENDED = "session_ended", _("Signed a device out")
    SECOND_FACTOR_ADDED = "second_factor_added", _("Added a second sign-in step")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _("Removed a second sign-in step")
    RECOVERY_CODES_MADE = "recovery_codes_made", _("Made new recovery codes")
    PASSWORD_CHANGED = "password_changed", _("Changed a password")
    PREFERENCES_CHANGED = "preferences_changed", _("Changed own preferences")
    STAFF_INVITED = "staff_invited", _("Invited a colleague")
    STAFF_JOINED = "staff_joined", _("Accepted the invitation")
    STAFF_CHANGED = "staff_changed", _("Changed a colleague's account")
    STAFF_ROLE_CHANGED = "staff_role_changed", _("Changed a colleague's role")
    STAFF_DEACTIVATED = "staff_deactivated", _("Closed a colleague's account")
    STAFF_REACTIVATED = "staff_reactivated", _("Opened a colleague's account again")
    SETTINGS_CHANGED = "settings_changed", _("Changed the organisation's settings")
    UNIT_CREATED = "unit_created", _("Added a unit")
    UNIT_CHANGED = "unit_changed", _("Changed a unit")
    DUTY_CHANGED = "duty_changed", _("Changed who is on duty")
    FEED_MADE = "feed_made", _("Made a secret address for one's own calendar")
    FEED_REVOKED = "feed_revoked", _("Stopped the secret address of a calendar")
    ROOM_CHANGED = "room_changed", _("Changed a room")
    RULES_CHANGED = "rules_changed", _("Changed the decision rules")
    PARTNER_CREATED = "partner_created", _("Added a partner")
    PARTNER_CHANGED = "partner_changed", _("Changed a partner")
    PARTNER_OPENED = "partner_opened", _("Opened a partner's entry")
    PARTNER_CHECKED = "partner_checked", _("Said that a partner's entry is true")

    HELPLINE_ACCOUNT_CHANGED = "helpline_account_changed", _("Changed an account of the helpline")
    HELPLINE_WORDS_CHANGED = "helpline_words_changed", _("Changed the lists of the helpline")
    REFERRER_LINK_MADE = "referrer_link_made", _("Gave a partner its own page")
    REFERRER_LINK_STOPPED = "referrer_link_stopped", _("Stopped a partner's own page")

    # The helpline
    CONTACT_RECEIVED = "contact_received", _("Somebody reached us")
    MESSAGE_SENT = "message_sent", _("Wrote an answer")
    MESSAGE_REFUSED = "message_refused", _("An answer was not sent")
    CONVERSATION_OPENED = "conversation_opened", _("Read a conversation")
    CONVERSATION_TAKEN = "conversation_taken", _("Took a conversation")
    CONVERSATION_HANDED = "conversation_handed", _("Handed a conversation to a colleague")
    CONVERSATION_CHANGED = "conversation_changed", _("Changed what is known of a conversation")
    CONVERSATION_CLOSED = "conversation_closed", _("Closed a conversation")
    CORRESPONDENT_BLOCKED = "correspondent_blocked", _("Put a number aside for a while")
    CORRESPONDENT_LEFT = "correspondent_left", _("Wants no more messages")

    # Looking
    CASE_OPENED = "case_opened", _("Opened the case")
    CASE_REFUSED = "case_refused", _("Asked to open the case and was refused")
    CASES_LISTED = "cases_listed", _("Looked through a list of cases")
    NAME_REVEALED = "name_revealed", _("Showed the full name")
    CONTACT_REVEALED = "contact_revealed", _("Showed a phone number or address")
    FIELD_REVEALED = "field_revealed", _("Showed a hidden detail")
    PERSON_OPENED = "person_opened", _("Opened a person's record")
    MATCHES_SHOWN = "matches_shown", _("Looked for people we may have met before")
    SEARCHED = "searched", _("Searched")
    EXPORTED = "exported", _("Exported a list")
    PRINTED = "printed", _("Printed")
    LOG_VIEWED = "log_viewed", _("Looked at the log")
    LOG_EXPORTED = "log_exported", _("Exported the log")
    VIEW_SAVED = "view_saved", _("Saved a view of the list")
    VIEW_REMOVED = "view_removed", _("Removed a saved view")

    # The case
    CASE_CREATED = "case_created", _("Opened a new case file")
    CASE_CHANGED = "case_changed", _("Changed the case")
    CASE_RISK_CHANGED = "case_risk_changed", _("Changed the risk level")
    TEAM_CHANGED = "team_changed", _("Changed the case team")
    LEAD_CHANGED = "lead_changed", _("Changed who leads the case")
    CLOSING_ASKED = "closing_asked", _("Asked to close the case")
    CLOSING_APPROVED = "closing_approved", _("Approved the closing")
    CLOSING_RETURNED = "closing_returned", _("Sent the closing back")
    CASE_REOPENED = "case_reopened", _("Reopened the case")
    GLASS_BROKEN = "glass_broken", _("Opened the case in an emergency, without a tie to it")
    GLASS_REVIEWED = "glass_reviewed", _("Reviewed an emergency opening")
    DECISION_MADE = "decision_made", _("Chose what to do")
    DECISION_OVERRIDDEN = "decision_overridden", _("Chose something other than suggested")
    CLOCK_STARTED = "clock_started", _("Started a response clock")
    CLOCK_MET = "clock_met", _("Met a response limit")
    CLOCK_OVERDUE = "clock_overdue", _("A response limit has passed")
    LESSON_CREATED = "lesson_created", _("Added a lesson")
    LESSON_CHANGED = "lesson_changed", _("Changed a lesson")
    LESSON_PUBLISHED = "lesson_published", _("Put a lesson into the library")
    LESSON_RETURNED = "lesson_returned", _("Sent a lesson back")

    # People
    PERSON_CREATED = "person_created", _("Added a person")
    PERSON_CHANGED = "person_changed", _("Changed a person's details")
    PERSONS_MERGED = "persons_merged", _("Joined two records of one person")
    PERSON_TURNED_ADULT = "person_turned_adult", _("The person turned 18")
    CONTACT_CREATED = "contact_created", _("Added a phone number or address")
    CONTACT_CHANGED = "contact_changed", _("Changed a phone number or address")
    CONTACT_REMOVED = "contact_removed", _("Removed a phone number or address")
    RELATION_CREATED = "relation_created", _("Linked two people")
    RELATION_CHANGED = "relation_changed", _("Changed a link between people")
    RELATION_REMOVED = "relation_removed", _("Removed a link between people")
    IDENTITY_DOCUMENT_CREATED = "identity_document_created", _("Added an identity document")
    IDENTITY_DOCUMENT_CHANGED = "identity_document_changed", _("Changed an identity document")
    ALLEGED_CREATED = "alleged_created", _("Added an alleged person")
    ALLEGED_CHANGED = "alleged_changed", _("Changed an alleged person")
    CONSENT_GIVEN = "consent_given", _("Recorded a consent")
    CONSENT_CHANGED = "consent_changed", _("Changed a consent")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Recorded that consent was withdrawn")

    # Work on the case
    NOTE_CREATED = "note_created", _("Wrote a note")
    NOTE_CHANGED = "note_changed", _("Changed a note")
    NOTE_OPENED = "note_opened", _("Opened a note")
    TASK_CREATED = "task_created", _("Added a task")
    TASK_CHANGED = "task_changed", _("Changed a task")
    TASK_DONE = "task_done", _("Finished a task")
    APPOINTMENT_CREATED = "appointment_created", _("Added an appointment")
    APPOINTMENT_CHANGED = "appointment_changed", _("Changed an appointment")
    CALL_PLANNED = "call_planned", _("Planned a call")
    CALL_CHANGED = "call_changed", _("Changed a planned call")
    CALL_ATTEMPTED = "call_attempted", _("Logged a call")
    DOCUMENT_UPLOADED = "document_uploaded", _("Added a document")
    DOCUMENT_CHANGED = "document_changed", _("Changed a document's details")
    DOCUMENT_OPENED = "document_opened", _("Opened a document")
    DOCUMENT_DOWNLOADED = "document_downloaded", _("Downloaded a document")
    DOCUMENT_REMOVED = "document_removed", _("Removed a document")
    SERVICE_CREATED = "service_created", _("Added a service")
    SERVICE_CHANGED = "service_changed", _("Changed a service")
    CARE_ASKED = "care_asked", _("Asked for a service")
    CARE_STARTED = "care_started", _("A service began")
    CARE_CHANGED = "care_changed", _("Changed what a service is to reach")
    CARE_ENDED = "care_ended", _("A service ended")
    CARE_SESSION_BOOKED = "care_session_booked", _("Booked a session")
    CARE_SESSION_MOVED = "care_session_moved", _("Moved a session")
    CARE_SESSION_CALLED_OFF = "care_session_called_off", _("Called a session off")
    REMINDERS_AGREED = "reminders_agreed", _("The person wants to be reminded by SMS")
    REMINDERS_ENDED = "reminders_ended", _("The person wants no more reminders")
    REMINDER_GIVEN = "reminder_given", _("Reminded the person of a session")
    CARE_ATTENDANCE = "care_attendance", _("Recorded who came to a session")
    SEALED_NOTE_WRITTEN = "sealed_note_written", _("Wrote a sealed note")
    SEALED_NOTE_OPENED = "sealed_note_opened", _("Read a sealed note")
    SEAL_BROKEN = "seal_broken", _("Opened a colleague's sealed note, with a reason")
    SEAL_REVIEWED = "seal_reviewed", _("Reviewed the opening of a sealed note")
    TREATMENT_REVIEWED = "treatment_reviewed", _("Looked at the plan of therapy again")
    SCALE_ANSWERED = "scale_answered", _("Recorded a scale")
    MATTER_CHANGED = "matter_changed", _("Changed a legal matter")
    MATTER_MOVED = "matter_moved", _("A legal matter moved on")
    COMPLAINT_RECORDED = "complaint_recorded", _("Recorded a complaint")
    HEARING_SET = "hearing_set", _("Entered a hearing")
    HEARING_CHANGED = "hearing_changed", _("Changed a hearing")
    HEARING_CALLED_OFF = "hearing_called_off", _("Called a hearing off")
    HEARING_ENDED = "hearing_ended", _("Recorded how a hearing went")
    COURT_STEP_CHANGED = "court_step_changed", _("Changed a preparation for court")
    AWARD_CHANGED = "award_changed", _("Changed restitution or compensation")
    EXHIBIT_HANDED = "exhibit_handed", _("A piece of evidence changed hands")
    ALLEGED_LINKED = "alleged_linked", _("Found that two cases may be about one alleged trafficker")
    SAFETY_PLAN_WRITTEN = "safety_plan_written", _("Wrote a safety plan")
    HOUSE_CHANGED = "house_changed", _("Changed a house, a room or a bed of the shelter")
    HOUSE_ADDRESS_SHOWN = "house_address_shown", _("Looked up where a house stands")
    STAY_APPROVED = "stay_approved", _("Kept a bed in the shelter")
    STAY_BED_CHANGED = "stay_bed_changed", _("Gave another bed in the shelter")
    STAY_ADMITTED = "stay_admitted", _("Moved into the shelter")
    STAY_ON_LEAVE = "stay_on_leave", _("Went on leave from the shelter")
    STAY_MISSING = "stay_missing", _("Missing from the shelter")
    STAY_BACK = "stay_back", _("Came back to the shelter")
    STAY_LEFT = "stay_left", _("Left the shelter")
    SHELTER_WORD_GIVEN = "shelter_word_given", _("Gave a bed all the same, with a reason")
    KEEP_APART_SET = "keep_apart_set", _("Set two people apart")
    KEEP_APART_ENDED = "keep_apart_ended", _("Let two people meet again")
    ROLL_MARKED = "roll_marked", _("Called the roll in the evening")
    SHELTER_LOG_WRITTEN = "shelter_log_written", _("Wrote into the book of a house")
    SHELTER_TAKEN_OVER = "shelter_taken_over", _("Took over from the shift before")
    INCIDENT_WRITTEN = "incident_written", _("Wrote down an incident in the shelter")
    INCIDENT_CHANGED = "incident_changed", _("Wrote what was done about an incident")
    REFERRAL_CREATED = "referral_created", _("Passed the case on to a partner")
    REFERRAL_CHANGED = "referral_changed", _("Changed a referral")
    REFERRAL_ANSWERED = "referral_answered", _("A partner answered a referral")
    REFERRAL_REMINDED = "referral_reminded", _("Reminded of a referral that waits")
    REFERRAL_LINK_SENT = "referral_link_sent", _("Made a link for a partner to answer by")
    REFERRAL_LINK_OPENED = "referral_link_opened", _("A partner opened the link to a referral")
    REFERRAL_LINK_REVOKED = "referral_link_revoked", _("Stopped the link to a referral")
    REFERRAL_CODE_WRONG = "referral_code_wrong", _("Somebody typed a wrong code for a referral")
    REFERRAL_MAIL_FAILED = (
        "referral_mail_failed",
        _("A mail of a referral could not be sent"),
    )
    LETTER_ASKED = "letter_asked", _("Asked an office for a letter")
    LETTER_CHANGED = "letter_changed", _("Wrote down where a letter of an office stands")
    TRANSFER_ASKED = "transfer_asked", _("Asked to give the case to another organisation")
    TRANSFER_AGREED = "transfer_agreed", _("Agreed to give the case to another organisation")
    TRANSFER_PACKED = "transfer_packed", _("Packed the case for another organisation")
    TRANSFER_PACK_FAILED = "transfer_pack_failed", _("The case could not be packed")
    TRANSFER_TAKEN = "transfer_taken", _("Saved the package of a transfer")
    TRANSFER_ACCEPTED = "transfer_accepted", _("The other organisation accepted the case")
    TRANSFER_DECLINED = "transfer_declined", _("The other organisation declined the case")
    TRANSFER_WITHDRAWN = "transfer_withdrawn", _("Took a transfer back")
    TRANSFER_PROOF_WRONG = "transfer_proof_wrong", _("Typed a wrong acceptance code")
    ARRIVAL_OPENED = "arrival_opened", _("Opened a package from another organisation")
    ARRIVAL_REFUSED = "arrival_refused", _("A package from another organisation was refused")
    ARRIVAL_ACCEPTED = "arrival_accepted", _("Accepted a case from another organisation")
    ARRIVAL_DROPPED = "arrival_dropped", _("Dropped a package from another organisation")
    EXCHANGE_KEY_MADE = "exchange_key_made", _("Made the key for packages from others")
    SCREENING_COMPLETED = "screening_completed", _("Completed a screening")
    ASSESSMENT_STARTED = "assessment_started", _("Started an assessment")
    ASSESSMENT_CHANGED = "assessment_changed", _("Changed an unfinished assessment")
    ASSESSMENT_COMPLETED = "assessment_completed", _("Completed an assessment")
    STORY_CHANGED = "story_changed", _("Changed the story")
    RESCUE_REQUESTED = "rescue_requested", _("Asked for a rescue")
    RESCUE_APPROVED = "rescue_approved", _("Approved the rescue")
    RESCUE_DECLINED = "rescue_declined", _("Did not approve the rescue")
    RESCUE_CHANGED = "rescue_changed", _("Changed the rescue")
    RESCUE_STEP_DONE = "rescue_step_done", _("Recorded a step of the rescue")
    RESCUE_ENDED = "rescue_ended", _("Ended the rescue")

    # The plan
    PLAN_APPLIED = "plan_applied", _("Added a ready-made set to the plan")
    PLAN_SET_CHANGED = "plan_set_changed", _("Changed a ready-made set")
    GOAL_CREATED = "goal_created", _("Added a goal")
    GOAL_CHANGED = "goal_changed", _("Changed a goal")
    STEP_CREATED = "step_created", _("Added a step")
    STEP_CHANGED = "step_changed", _("Changed a step")
    STEP_STATUS_CHANGED = "step_status_changed", _("Moved a step on")
    STEP_STARTED = "step_started", _("Started a step")
    STEP_DONE = "step_done", _("Finished a step")
    STEP_DECLINED = "step_declined", _("A step was declined")
    STEP_FAILED = "step_failed", _("A step did not work out")
    STEP_DROPPED = "step_dropped", _("A step is not needed any more")
    STEP_REOPENED = "step_reopened", _("Took a step up again")
    STEP_REPLANNED = "step_replanned", _("Found another way for a step")
    STEP_LINKED = "step_linked", _("Let a step wait for another")
    STEP_UNLINKED = "step_unlinked", _("Let a step wait no longer")
    STEP_DATED = "step_dated", _("Changed the dates of steps")
    STEP_REMOVED = "step_removed", _("Removed a step")
    WISH_RECORDED = "wish_recorded", _("Recorded the person's wish")

    # Drafts, imports and running the program
    DRAFT_RESTORED = "draft_restored", _("Brought back unsaved words")
    IMPORT_CHECKED = "import_checked", _("Tried an import without saving")
    IMPORT_RUN = "import_run", _("Ran an import")
    KEYS_ROTATED = "keys_rotated", _("Added a new key")
    REENCRYPTION_FINISHED = "reencryption_finished", _("Finished encrypting under the new key")
    BACKUP_MADE = "backup_made", _("Made a backup")
    BACKUP_RESTORED = "backup_restored", _("Restored a backup")
    DEMO_LOADED = "demo_loaded", _("Loaded the demonstration")


LOOKS = frozenset(
    {
        Event.CASE_OPENED,
        Event.CASE_REFUSED,
        Event.CASES_LISTED,
        Event.NAME_REVEALED,
        Event.CONTACT_REVEALED,
        Event.FIELD_REVEALED,
        Event.PERSON_OPENED,
        Event.PARTNER_OPENED,
        Event.MATCHES_SHOWN,
        Event.SEARCHED,
        Event.EXPORTED,
        Event.PRINTED,
        Event.LOG_VIEWED,
        Event.LOG_EXPORTED,
        Event.NOTE_OPENED,
        Event.DOCUMENT_OPENED,
        Event.DOCUMENT_DOWNLOADED,
        Event.GLASS_BROKEN,
        Event.SEALED_NOTE_OPENED,
        Event.SEAL_BROKEN,
        Event.HOUSE_ADDRESS_SHOWN,
        Event.REFERRAL_LINK_OPENED,
        Event.CONVERSATION_OPENED,
    }
)
"""Events that are reads: nothing was changed, somebody saw something."""

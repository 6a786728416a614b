"""The names under which sessions keep their choices: constants, free of any language."""

LANGUAGE = "language"  # code of the language this session is served in
LANGUAGE_CHOICE = "language-choice"  # the widget; a key of its own, as a widget's key may vanish with it
LIVE = "live"  # the component that hears of changes
PARTS = "live-parts"  # part -> (topics, newest change at its drawing), of this page in this run
NOTICE = "notice"  # what the last action has to tell
PAGE = "page-drawn"  # the stage that was drawn last
HERE = "page-here"  # the stage that is being drawn
IN_STEP = "in-step"  # whether this session is where the room is
FOLLOWED = "followed-item"  # the running item that this session knows of
GO = "go-to"  # where it goes next
GOING = "going"  # the component that waits until nobody types
IMAGE_WIDTH = "projector-image"
DISTANCE = "projector-distance"
HIDE_MONEY = "projector-hide-money"
REPLACED = "replaced"  # widget -> values that were taken off it of late
TOLD = "told-values"  # the value that was put into a widget last, by the key of the widget

# The meeting page
SCENARIO = "meeting-scenario"  # the scenario that this session looks at; the widget
OWN_SCENARIO = "meeting-own-scenario"  # id chosen by a participant who does not follow the room
SHOWN_SCENARIO = "meeting-shown-scenario"  # id of what is drawn, for its topic
FAMILY = "meeting-family"
LEVER_POPOVER = "lever-new"
PROJECTS_FOLD = "projects-switches"
RISKS_FOLD = "risk-switches"
PROJECTOR_FOLD = "projector-set-up"
SAVE_FOLD = "save-as"  # followed by how many scenarios and drafts there are
LEVER_KIND = "lever-new-kind"
LEVER_SCOPE = "lever-new-scope"
LEVER_FIRST = "lever-new-first"
LEVER_LAST = "lever-new-last"
LEVER_ADD = "lever-new-add"
SCENARIO_NAME = "scenario-name"
DRIVER = "wheel-driver"
PROPOSAL_REASON = "proposal-reason"
SIDE_BY_SIDE = "side-by-side"
SIDE_BY_SIDE_TOLD = "side-by-side-told"  # what stood there when the choice was drawn last
STORED = "stored-token"  # the dialog whose row was stored last
DECISION_QUESTION = "decision-question"
DECISION_CHOICE = "decision-choice"
DECISION_REASON = "decision-reason"
DECISION_DECIDER = "decision-decider"
DECISION_OWNER = "decision-owner"
DECISION_DUE = "decision-due"
DECISION_STATUS = "decision-status"
DECISION_OPTIONS = "decision-options"
DECISION_CONSULTED = "decision-consulted"
DECISION_DISSENT = "decision-dissent"
DECISION_REVIEW = "decision-review"
DECISION_REPLACES = "decision-replaces"
DECISION_REVERSES = "decision-reverses"
DECISION_IMPACT = "decision-impact"  # followed by the figure
DECISION_IMPACT_REASON = "decision-impact-reason"
DECISION_ACTIONS = "decision-actions"  # how many rows the dialog has; also before number and field of each
BY_QUEUE = "by-queue"
VOTE_QUESTION = "vote-question"
VOTE_COUNTING = "vote-counting"
VOTE_REASON = "vote-reason"  # followed by the stance
CAPTURE_KIND = "capture-kind"
CAPTURE_TEXT = "capture-text"
CAPTURE_OWNER = "capture-owner"
CAPTURED_LAST = "captured-last"  # the kind that was captured last
COMPLETES = "decision-completes"  # id of the captured decision that is completed next
PARKED_OWNER = "parked-owner"  # followed by the id of the topic
ACTION_FORM = "action-form"  # what the form of a change holds, each behind this prefix and its token
ACTION_TEXT = "action-text"
ACTION_OWNER = "action-owner"
ACTION_DUE = "action-due"
ACTION_DECISION = "action-decision"
ADOPT_REASON = "adopt-reason"
ADOPT_SIGNED = "adopt-signed"  # followed by what is signed
ADOPT_WHOLE = "adopt-whole"  # whether the finalised plan is published
ADOPT_ROW = "adopt-row"

GOAL_AIM = "goal-aim"
GOAL_TARGET = "goal-target"  # followed by the aim
GOAL_LEVERS = "goal-levers"  # followed by the id of the scenario
GOAL_RANGE = "goal-range"  # followed by the id of the lever
WHY_SKU = "why-sku"
WHY_MONTH = "why-month"

# The execution page
EXECUTION_FAMILY = "execution-family"
TOLERANCE = "execution-tolerance"
DEVIATION_CAUSE = "deviation-cause"
DEVIATION_ACTION = "deviation-action"
DEVIATION_OWNER = "deviation-owner"
DEVIATION_DUE = "deviation-due"

# The supply page
SUPPLY_SCENARIO = "supply-scenario"
SUPPLY_FAMILY = "supply-family"
LOAD_MAP = "load-to-pick"
LOAD_SECTION = "load-section"
LOADED_RESOURCE = "loaded-resource"
LOADED_MONTH = "loaded-month"
ROUGH_CUT = "rough-cut-form"
MATERIAL = "material"
STAFF = "staff-group"
FINALISE_SECONDS = "finalise-seconds"
TYPED_PLAN = "typed-plan"  # followed by the plan's digest and the family

# The demand page
DEMAND_FAMILY = "demand-family"
DEMAND_SKU = "demand-sku"
OVERRIDE_SCOPE = "override-scope"
OVERRIDE_REGION = "override-region"
OVERRIDE_FIRST = "override-first"
OVERRIDE_LAST = "override-last"
OVERRIDE_IN = "override-in"  # per cent, or units a month
OVERRIDE_PERCENT = "override-percent"
OVERRIDE_UNITS = "override-units"
OVERRIDE_REASON = "override-reason"

# The Pre-S&OP page
COMPARED = "compared-scenarios"
REFERENCE = "compared-with"  # what the others are held against
COMPARED_PART = "compared-part"
COMPARED_BY = "compared-by"
GAP_SCENARIO = "gap-scenario"
GAP_SPAN = "gap-span"
GAP_UNIT = "gap-unit"
GAP_NOISE = "gap-noise-percent"
GAP_MANAGE = "gap-manage-percent"
BRIDGE_YEAR = "bridge-year"
BRIDGE_FAMILY = "bridge-family"
ASSUMPTION = "assumption-form"  # what its form holds, each behind this prefix and the token of the form
RISK = "risk-form"  # likewise
PREPARING = "preparing-form"  # likewise
GAP_ANSWER = "gap-answer-form"  # followed by family and version
GAP_STRATEGIC = "gap-strategic"
GAP_BY_MONTH = "gap-by-month"
PREPARED_ON = "prepared-on"  # id of the prepared decision that was picked here

# Projects and objectives
PROJECT = "project-new"  # what its form holds, each behind this prefix
OBJECTIVE_YEAR = "objective-year"
OBJECTIVE_MEASURE = "objective-measure"
OBJECTIVE_TARGET = "objective-target"  # followed by year and measure
OBJECTIVE_FUNCTION = "objective-function"  # likewise

# The agenda page
ITEM_TITLE = "item-new-title"
ITEM_STAGE = "item-new-stage"
ITEM_MINUTES = "item-new-minutes"
ITEM_PURPOSE = "item-new-purpose"
ITEM_ADD = "item-new-add"
INVITED = "invited"
PIN = "door-pin"
ROLE_PERSON = "role-person"
ROLE = "role"
FACILITATOR_KEY = "facilitator-key-made"  # the key of the address that was made last, for the one who made it
CYCLE_LAST_CLOSED = "cycle-last-closed"
CYCLE_FIRST = "cycle-first-decidable"
CYCLE_HORIZON = "cycle-horizon"
CYCLE_CURRENCY = "cycle-currency"
CYCLE_ZONE = "cycle-zone"
CYCLE_DATE = "cycle-date"
CYCLE_TIME = "cycle-time"
CYCLE_CADENCE = "cycle-cadence"
CYCLE_FISCAL_START = "cycle-fiscal-start"
CYCLE_TICKET = "cycle-ticket"  # made when the form opens: a second click is the same cycle
RECOMPUTED = "recomputed-decision"

# The improve page
SURVEY_KEEP = "survey-keep"
SURVEY_CHANGE = "survey-change"

# The data page
UPLOAD = "upload"
UPLOAD_KIND = "upload-kind"  # followed by the id of the file
UPLOAD_QUESTION = "upload-question"  # the widget; followed by the id of the file
UPLOAD_ANSWER = "upload-answer"  # what was chosen by the code of the question; followed by the id of the file
UPLOAD_COLUMN = "upload-column"  # the widget; followed by the id of the file and our column
UPLOAD_MAPPED = "upload-mapped"  # what was chosen by our column; followed by the id of the file
UPLOAD_KEEP = "upload-keep"  # the name under which a mapping is kept; followed by the id of the file
UPLOAD_HASH = "upload-hash"  # followed by the id of the file
HOURS = "hours-by-hand"  # followed by the resource
FREEZE_REASON = "freeze-reason"
LEDGER = "ledger-figure"  # followed by the token of the dialog
CONTROL_REASON = "control-reason"  # likewise
CONTROL_TOLERANCE = "control-tolerance-percent"
EXPECTATION = "expectation"  # followed by the field and the token of the dialog

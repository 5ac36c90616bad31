"""What a reading of one message can come to: acts, moves and the frozen `Decision`.

Comes in: nothing; these are the values that `intents.reader` gives out and that the service acts
upon. Does not: know cases, people or storage of the service; case keys are opaque strings handed
in with the scene.
"""

from dataclasses import dataclass
from enum import StrEnum

from intents.places import Place
from intents.terms import Term


class Act(StrEnum):
    """What a message does in the talk (the acts of the replay format)."""

    REPORT = "report"
    DETAIL = "detail"
    SECOND = "second"
    ASK_STATUS = "ask_status"
    URGE = "urge"
    FIXED = "fixed"
    CONFIRM = "confirm"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    ESCALATE = "escalate"
    CONSULT = "consult"
    OFFER = "offer"
    NEED = "need"
    VOLUNTEER = "volunteer"
    PRAISE = "praise"
    NOTICE = "notice"
    CHAT = "chat"


class Move(StrEnum):
    """What staff do to a case by their plain words; the service checks who may."""

    TAKE = "take"  # "312我去看": I take it on
    PROGRESS = "progress"  # "师傅在路上了": news, no change of state
    ON_SITE = "on_site"  # "我到现场了"
    DONE = "done"  # "312修好了，换了轴承"
    PASS_UP = "pass_up"  # "这个我们处理不了，往上报"
    GIVE_BACK = "give_back"  # "这不归我们管，退回"
    ASSIGN = "assign"  # "312派给物业"
    ENTRUST = "entrust"  # "312派给小刘"
    SUSPEND = "suspend"  # "等配件，先挂着"
    RESUME = "resume"
    EXTEND = "extend"  # "要延期到周五"
    CHECK_PASSED = "check_passed"  # "312核查过了，结案"
    CHECK_FAILED = "check_failed"
    DECLINE = "decline"  # "不归网格，不受理"
    MERGE = "merge"  # "312和315是一回事"
    SPLIT = "split"  # "这是另一件事，分开"
    REPORT_IN = "report_in"  # "供电所老李 报到"
    FALSE_ALARM = "false_alarm"  # "误报"
    TRUE_ALARM = "true_alarm"  # "312属实"
    OTHER_MATTER = "other_matter"  # "312不是物业的事，是噪音"
    NO_REQUEST = "no_request"  # "312不是报事"
    ALL_CLEAR = "all_clear"  # "险情解除了"
    WHISTLE = "whistle"  # "312吹哨供电所、城管"
    CONFER = "confer"  # "312会商：物业牵头，3天内"
    OBJECT = "object"  # "312退哨，不是我们管的"
    END_WHISTLE = "end_whistle"  # "312哨单办结"
    RATE_DEPARTMENT = "rate_department"  # "312供电所 满意"
    ANSWER_CALL = "answer_call"  # "312街道应了"
    SUPERVISE = "supervise"  # "312列入督办"
    SEND_DRAFT = "send_draft"  # "1", asked whether a call is to go out
    LEAVE_DRAFT = "leave_draft"  # "2"
    GRANT = "grant"  # "同意退单，转城管", "同意延期"
    REFUSE = "refuse"  # "不同意，还是你们办"
    AGREED = "agreed"  # "双方都同意了，签了协议"
    NOT_AGREED = "not_agreed"  # "调解不成，已告知诉讼"
    MATERIAL = "material"  # "等业主补材料"
    UNMET = "unmet"  # "条件不具备，先结了"
    TALKED = "talked"  # "已经面谈过了"
    EVIDENCE = "evidence"  # a picture of what was done


class Command(StrEnum):
    """Words to the bot itself."""

    QUIET = "quiet"  # "安静"
    DECLINE = "decline"  # "不同意"
    KEYWORDS = "keywords"  # "按词听"
    LEAVE = "leave"  # "退出"
    CONSENT = "consent"  # "同意"
    PRIVACY = "privacy"  # "隐私"
    MY_DATA = "my_data"  # "我的信息"
    FORGET_ME = "forget_me"
    THANK_ME = "thank_me"  # "可以点名感谢我"
    THANK_ME_NOT = "thank_me_not"
    HELP = "help"
    HELLO = "hello"  # "在吗", alone with the bot
    MY_CASES = "my_cases"  # "我的件"
    MY_BUILDING = "my_building"  # "我楼"
    HUMAN = "human"  # "我要人工"
    WEEK = "week"  # "本周"
    SURVEY = "survey"  # "排查直排式热水器，3天内，每栋报一次"
    SURVEYED = "surveyed"  # "3栋查完，2户不合格"
    SURVEY_PROGRESS = "survey_progress"  # "排查进度"
    MUSTER = "muster"  # "周六早上要10个人巡堤，自带雨衣"
    MUSTER_JOIN = "muster_join"  # "算我一个"
    MUSTER_LEAVE = "muster_leave"  # "来不了了"
    MUSTER_ENOUGH = "muster_enough"  # "人够了"
    MUSTER_MOVE = "muster_move"  # "改到周日早上8点"
    MUSTER_CANCEL = "muster_cancel"  # "下雨，巡堤取消"
    MUSTER_CAME = "muster_came"  # "都到了", "老李没来"
    RESOLVED = "resolved"  # "会议决定：供电所月底前换表箱，老李负责"
    RESOLVED_YES = "resolved_yes"  # "对"
    RESOLVED_NO = "resolved_no"  # "不对"
    SEEN_TO = "seen_to"  # "决定3办好了"
    RESOLUTIONS = "resolutions"  # "会议决定有哪些"
    GIVING_YES = "giving_yes"  # "对"
    GIVING_NO = "giving_no"  # "不用记"
    RESOURCES = "resources"  # "资源清单"
    NEEDS = "needs"  # "需求清单"
    APPEAL = "appeal"  # "312扶手缺200块材料费，谁支持"
    PLEDGE = "pledge"  # "我们认领", "我出100"
    PLEDGE_BACK = "pledge_back"  # "认领不了了"
    PAIRS_CHOSEN = "pairs_chosen"  # "1", "1不要"
    SERVICE_YES = "service_yes"  # "行", "做完了"
    SERVICE_NO = "service_no"  # "不用了", "没来"
    SERVICE_LATER = "service_later"  # "还没"
    SERVICES = "services"  # "服务清单"
    HAND_OVER = "hand_over"  # "我不做楼长了，交给王姐"
    HANDOVER_YES = "handover_yes"  # "愿意", "同意交接"
    HANDOVER_NO = "handover_no"  # "接不了"
    PASSED_ON = "passed_on"  # "通知转到楼群了"
    MY_DEEDS = "my_deeds"  # "我这个月做了啥"
    SILENT_BUILDINGS = "silent_buildings"  # "哪些楼没动静"
    FAMILIES = "families"  # "我联系的户"
    VISITED = "visited"  # "去看过李奶奶了，都好"
    POINTS = "points"  # "我的积分"
    GOODS = "goods"  # "积分能换什么"
    REDEEM = "redeem"  # "兑换2"
    AWARD = "award"  # "给李建国记3小时巡堤"
    AWARD_WRONG = "award_wrong"  # "撤销李建国的记分"
    CASH = "cash"  # "核销 12345678"
    SUPERVISION = "supervision"  # "督办清单"
    DRILL_START = "drill_start"  # "演练开始：8栋模拟燃气泄漏"
    DRILL_END = "drill_end"  # "演练结束"


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """A live emergency (domain rules §4): its code, whether the group must stay silent, and how
    sure.

    `certain` is False where a person has to confirm within 60 seconds (past or negated words
    beside words of the present, domain rules §4.6).
    """

    code: str
    silent: bool
    certain: bool
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is wanted by one message.

    `case` is the key of an open case handed in with the scene, or None (a report without one opens
    a case). `rating` is 1 (dissatisfied) to 5 (very satisfied). `department` is the spoken name of
    whom a case is to go to, `matter` that of what it is. `opens_recent` is the place in the scene's
    `recent` of an earlier message that was taken for talk and that these words, an answer of staff
    or another household's, show to be a report: the service opens the case from it. `ask_which`
    says that the words concern a case, but the scene leaves open which one. `doubtful` is talk that
    may be a report: a person is to be asked, and nothing is said to any group. `opens_quoted` says
    that the words which this message quotes are a report; `takes_back` that what the speaker said
    before, of which no case came, is to count for nothing. `other` is the key of a second case that
    is named, `reason` a code (`intents.sideroads`, `intents.steps`), `term` until when it waits.
    `also` is what the same words say of further cases that are listed with the first.
    """

    act: Act
    case: str | None = None
    move: Move | None = None
    command: Command | None = None
    emergency: Emergency | None = None
    place: Place | None = None
    rating: int | None = None
    department: str | None = None
    matter: str | None = None
    ask_which: bool = False
    private: bool = False
    opens_recent: int | None = None
    doubtful: bool = False
    opens_quoted: bool = False
    takes_back: bool = False
    other: str | None = None
    reason: str | None = None
    term: Term | None = None
    also: tuple["Decision", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A decision and why: the rule's name and the words it matched."""

    decision: Decision
    rule: str
    matched: str

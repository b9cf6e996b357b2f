"""The words of review, papers, the policy's pages, the office's settings, people and the log, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from clausewise.desk.models import Act
from clausewise.language.labels import Label

PAPER_WORDS: Mapping[str, Label] = {
    # Review.
    "sent_by": Label("{name} 送复核 {at}", "sent to review by {name} at {at}"),
    "decided_by": Label("{name} 批准 {at}", "approved by {name} at {at}"),
    "returned_by": Label("{name} {at} 退回：{remark}", "Sent back by {name} at {at}: {remark}"),
    "changed_answers": Label("改过的回答", "Answers that were changed"),
    "two_answers": Label("两人回答不同、还没有选定", "Two different answers, not settled"),
    "compared": Label("与上次（{day}）相比", "Compared with the last time ({day})"),
    "compared_with": Label("与上次相比", "Compared with the last time"),
    "none_before": Label("以前没有批准过", "nothing was approved before"),
    "no_difference": Label("没有差别", "no difference"),
    "earlier_not_kept": Label(
        "上次所用的规则版本不在这里，无法比较", "the pack of the last time is not here, so it cannot be compared"
    ),
    "notices": Label("注意", "To know beside it"),
    "send_to_review": Label("送复核", "Send to review"),
    "finish_alone": Label("不经复核，定稿并锁定", "Close without review, and lock"),
    "remark": Label("意见", "Remark"),
    "approve": Label("批准并锁定", "Approve and lock"),
    "send_back": Label("退回", "Send back"),
    "own_household": Label(
        "您录入过这一家的回答、改过成员或者送出了它，不能自己复核。",
        "You entered answers of this household, changed its members or sent it, so you cannot review it.",
    ),
    "reopen": Label("重新核对", "Check anew"),
    "reopen_sent": Label("撤回", "Take back"),
    "reason_needed": Label(
        "退回要在“意见”里写明为什么、要补什么，经办才知道怎么办。还没有退回。",
        "Say in the remark why, and what is needed, so that the caseworker knows what to do. It is not sent back yet.",
    ),
    "not_allowed": Label(
        "现在不能这样做：请看这一家的状态和您的角色。",
        "This cannot be done now: look at the household's state and at your role.",
    ),
    "changed_meanwhile": Label(
        "您打开这一页之后，这一家又变了，所以没有执行：请再看一遍。",
        "This household has changed since you opened the page, so nothing was done: look at it again.",
    ),
    "judges_differ": Label(
        "两套规则解释器结论不同，不能批准：这是程序的错误，请告诉管理员。",
        "The two readings of the rules differ, so it cannot be approved: this is a fault of the program; tell "
        "the administrator.",
    ),
    "statement_gone": Label(
        "送复核之后，机关撤回了它所依据的一条答复：请退回，重新送。",
        "The office has taken back something it said, on which this rests: send it back and have it sent again.",
    ),
    "rests_on_taken_back": Label(
        "所依据的机关答复“{what}”（{by}）已于 {at} 由 {name} 撤回：请重新核对。",
        "It rests on what the office said of “{what}” ({by}), which {name} took back at {at}: check it anew.",
    ),
    "pack_changed": Label(
        "送复核之后规则换了版本：请退回，重新送。",
        "The rules have changed since it was sent: send it back and have it sent again.",
    ),
    # Papers.
    "draft": Label("未复核 草稿", "DRAFT, not reviewed"),
    "draft_note": Label(
        "还没有批准：打印出来都标“未复核 草稿”。", "It is not approved yet: every print says that it is a draft."
    ),
    "papers_not_kept": Label(
        "批准时所用的规则版本不在数据文件夹的 receipts/packs 里，或者打不开，现在出不了单。请管理员从备份里放回来。",
        "The pack with which it was approved is not in receipts/packs of the data folder, or cannot be opened, so "
        "nothing can be printed now. The administrator can put it back from a backup.",
    ),
    "review_always": Label("必须复核", "review is always required"),
    "review_sometimes": Label("由经办决定是否送复核", "the caseworker decides whether it is reviewed"),
    "review_never": Label("不要求复核", "review is not required"),
    "was_reviewed": Label(
        "本单已经第二人复核（本机关：{rule}）", "A second person has reviewed this (this office: {rule})"
    ),
    "was_not_reviewed": Label(
        "本单未经第二人复核（本机关：{rule}）", "No second person has reviewed this (this office: {rule})"
    ),
    "receipt_short": Label("凭据 {receipt}", "receipt {receipt}"),
    "receipt": Label("凭据", "Receipt"),
    "log_head": Label("日志到", "Log up to"),
    "print": Label("打印", "Print"),
    "print_note": Label("用浏览器打印，A4。", "Printed by the browser, on A4."),
    "paper_number": Label("编号：", "No. "),
    "no_number_yet": Label("（批准后编号）", "(numbered when approved)"),
    "paper_notice": Label("社会救助政策告知单", "Notice to the family"),
    "paper_transfer": Label("社会救助转办单", "Transfer form"),
    "paper_file": Label("存档副本", "Copy for the file"),
    "transfer_text": Label(
        "按{day}的情况对照《{pack}》，下列事项由贵部门办理，请予受理。家庭：{family}，编号 {number}，{village}。",
        "Compared on {day} with {pack}, the following is for your department to handle. Family: {family}, number "
        "{number}, {village}.",
    ),
    "transfer_what": Label("事项", "What"),
    "transfer_others": Label("同办", "also for"),
    "transfer_whom": Label("谁", "For whom"),
    "transfer_words": Label("依据（原话）", "On which words"),
    "transfer_facts": Label("所依据的情况", "On which facts"),
    "transfer_is_not": Label(
        "本单只转告情况，不是审批决定；是否给予由贵部门决定。",
        "This passes on what is known. It is no decision; your department decides.",
    ),
    "transfer_answer": Label("办理结果请告：", "Please tell what came of it to: "),
    "handed_by": Label("转办人：", "Handed on by: "),
    "taken_by": Label("接收人：", "Taken by: "),
    "all_answers_file": Label("回答：谁、何时、来源", "Answers: who, when, from what"),
    "says_and_entry": Label("回答〔录入〕", "Answer 〔entry〕"),
    "entries": Label("录入（谁、何时、来源）：", "Entries (who, when, from what):"),
    "decisions": Label("送核和批准", "What was sent and decided"),
    "sent_at": Label("送核", "Sent"),
    "decided_at": Label("结论", "Decided"),
    "no_decision_yet": Label("还没有送过复核。", "Nothing was sent yet."),
    "export": Label("导出个案文件", "Export as a case file"),
    "import": Label("导入个案文件", "Import a case file"),
    "import_note": Label(
        "选一份个案文件：本台导出的，或者 Clausewise 命令写出的。身份证号码不在其中。",
        "Choose a case file: one exported here, or written by a command of Clausewise. Identity numbers are not in it.",
    ),
    "import_needs": Label("请选一份不超过 1 MB 的个案文件。", "Choose a case file of 1 MB at most."),
    "more_faults": Label("另有 {number} 处要改。", "{number} more {number:has|have} to be mended."),
    "claimed_entry": Label("（个案文件称 {at} 录入）", "(entered {at}, says the case file)"),
    "case_file": Label("个案文件", "Case file"),
    "remove": Label("删除这一家", "Remove this household"),
    "remove_note": Label(
        "成员、回答、结论和凭据里的事实全部删除，不能恢复；凭据的摘要和日志留下。备份里的要另行删除。",
        "Members, answers, decisions and the facts in receipts are removed for good; the receipts' digests and "
        "the log stay. Backups are for you to erase.",
    ),
    "type_number": Label("确定的话，请填编号 {number}", "If you are sure, type the number {number}"),
    "erased": Label("已删除。", "Removed."),
    # The document.
    "search_policy": Label("找原文、标题、规则（中英文）", "Search text, titles and rules, in either language"),
    "missing_clauses": Label(
        "第 {first} 至 {last} 条的文字不在本页：", "The text of clauses {first} to {last} is not on the page:"
    ),
    "clause_title": Label("第{number}条", "Clause {number}"),
    "all_clauses": Label("全部条文", "All clauses"),
    "no_text": Label(
        "本条文字不在本页，没有核对。", "The text of this clause is not on the page and was not looked at."
    ),
    "lit_note": Label("亮处是这条规则所依据的词：", "Lit are the words of the rule:"),
    "ours": Label("我们的英译：", "Ours:"),
    "rules": Label("规则", "Rules"),
    "duties": Label("职责", "Duties"),
    "contested": Label("有两种读法的", "Read in two ways"),
    "open_points": Label("文件没有写明的", "What the document leaves open"),
    "open_words": Label("未写明：", "Not said:"),
    "cases": Label("个案", "Cases"),
    "decided_by_agency": Label("由{agency}决定", "{agency} decides"),
    # The office.
    "office_settings": Label("机关和纸上写的", "The office, and what stands on paper"),
    "office_title_zh": Label("机关名称", "Name in Chinese"),
    "office_title_en": Label("机关英文名称", "Name in English"),
    "office_short": Label("文号前的简称", "Short name before the number on paper"),
    "office_phone": Label("咨询电话", "Phone for questions"),
    "office_signer": Label("告知人", "Who signs"),
    "office_note_short": Label(
        "批准后的编号是这样：简称〔2026〕0001号。", "The number on paper is: short name〔2026〕0001号."
    ),
    "office_note_signer": Label(
        "不写，纸上就是送复核的经办。", "Left empty, paper has the caseworker who sent it to review."
    ),
    "office_review": Label("第二人复核", "Review by a second person"),
    "office_retention": Label("资料保存年限（年）", "Years for which data is kept"),
    "office_needs_name": Label("机关要有名称。", "The office needs a name."),
    "years_wrong": Label(
        "保存年限请写 1 到 100 的整数，或者不写。", "Write a number of years from 1 to 100, or nothing."
    ),
    "past_retention": Label("有 {number} 家已过保存年限。", "Households kept for that long: {number}."),
    "retention": Label("过了保存年限的", "Kept long enough"),
    "retention_not_said": Label(
        "本机关还没有写明资料保存几年：在“办公室”写。",
        "The office has not said for how many years data is kept: the page of the office does.",
    ),
    "retention_none": Label(
        "没有过了 {years} 年保存年限的家庭。", "No household has been kept for {years} {years:year|years}."
    ),
    "retention_note": Label(
        "以下 {number} 家，最后一次办理（录入、送核、结论）已过 {years} 年。这里只有编号和日期。",
        "{number} {number:household|households}, with which the last thing (an answer, a review, a decision) was done "
        "more than {years} {years:year|years} ago. Here are only numbers and days.",
    ),
    "retention_last": Label("最后办理", "Last worked on"),
    "retention_type": Label("确定的话，请填家数 {number}", "If you are sure, type how many they are: {number}"),
    "retention_remove": Label("全部删除（{number}家）", "Remove all {number}"),
    "retention_removed": Label("已删除 {number} 家。", "{number} {number:household was|households were} removed."),
    "retention_beyond": Label("删除到不了的地方", "What removal does not reach"),
    "retention_beyond_note": Label(
        "备份、导出的个案文件、打印的纸和存成的 PDF：这些要另行销毁。日志里只有代号，留下；凭据只留摘要。",
        "Backups, case files that were exported, paper and PDFs: these are for you to destroy. The log has only ids "
        "and stays; of receipts the digests stay.",
    ),
    "retention_backups": Label(
        "数据文件夹的 backups/ 里有 {number} 份备份，各有备份当时的全部家庭：",
        "backups/ in the data folder has {number} {number:backup|backups}, each with all households of its time:",
    ),
    "log_retention": Label("过了保存年限", "kept long enough"),
    "office_windows": Label("各部门的窗口和电话", "Windows and phones of departments"),
    "agency": Label("部门", "Department"),
    "place": Label("窗口", "Window"),
    "phone": Label("电话", "Phone"),
    "office_other_windows": Label("文件提到的其他机构（{number}）", "Others that the document names ({number})"),
    "office_says": Label("本机关的答复：政策上要由机关定的", "What is for the office to say"),
    "office_says_note": Label(
        "没有答复的都是未知，谁都不会因此被拒绝。每次登记都留存，不改以前的。",
        "What is not said is unknown, and refuses nobody. Each entry is kept beside those before it.",
    ),
    "holds_now": Label("现在：{says}（自 {since}，{by}）", "Now: {says} (since {since}, by {by})"),
    "office_reads_not": Label("本机关还没有定读法。", "The office has not said how it reads this."),
    "not_said": Label("未答复", "Not said"),
    "since": Label("自", "Since"),
    "until": Label("至", "until"),
    "until_open": Label("可不写", "may stay empty"),
    "holds_until": Label("至 {day} 止", "until {day}"),
    "statement_ends": Label(
        "“至”要是不早于“自”的日期，或者不写。", "Write a day not before the first, or nothing, for the day it ends."
    ),
    "by_whose": Label("谁的决定", "By whose decision"),
    "by_example": Label("文号或决定人", "a paper's number, or who decided"),
    "register": Label("登记", "Register"),
    "said_before": Label("登记过 {number} 次", "registered {number} {number:time|times}"),
    "registered": Label("{name} {at} 登记", "registered by {name} at {at}"),
    "take_back": Label("登记错了，撤回", "A mistake: take it back"),
    "take_back_note": Label(
        "有 {number} 份结论依据这一条。撤回以后它们照样留着，这里和那几家的页面都会写明；要改的，重新核对。",
        "{number} {number:decision rests|decisions rest} on this. What was decided stays as it is; this page and the "
        "household's will say so. Check anew what has to change.",
    ),
    "take_back_anyway": Label("仍然撤回", "Take it back all the same"),
    "taken_back": Label("{name} {at} 撤回：算作未答复", "taken back by {name} at {at}: as if not said"),
    "resting_on_it": Label("依据它的结论：", "Decisions that rest on it:"),
    "statement_needs": Label(
        "请选一种，写明从哪天起（如 2026-03-01）、谁的决定。",
        "Choose one, and say since which day (2026-03-01) and by whose decision.",
    ),
    "saved": Label("已保存。", "Saved."),
    # People and the log.
    "roles_note": Label("各角色可以做什么", "What each role may do"),
    "may_caseworker": Label(
        "录入家庭、送复核、打印、导出和导入个案文件。",
        "Enters families, sends them to review, prints, exports and imports case files.",
    ),
    "may_reviewer": Label(
        "看送来的家庭，批准或退回；自己录入过的不能批准。",
        "Sees what was sent, approves it or sends it back; never what they entered themselves.",
    ),
    "may_head": Label(
        "看所有家庭和日志，写机关设置，定读法，删除家庭。",
        "Sees all families and the log, says what is the office's to say, removes families.",
    ),
    "may_analyst": Label(
        "看文件、规则、职责和有两种读法的；看不到家庭。",
        "Sees the document, its rules and duties, and what is read in two ways; no family.",
    ),
    "may_administrator": Label(
        "管人员，看日志，管密钥和备份；看不到家庭。",
        "Sees to people, keys and backups, sees the log; no family.",
    ),
    "roles": Label("角色", "Roles"),
    "may_sign_in": Label("可以登录", "may sign in"),
    "new_password": Label("新密码", "New password"),
    "name_note": Label(
        "写错的姓名可以改：草稿和各页显示新的，已经批准的单子仍是批准时的。",
        "A name that was misspelt can be corrected: drafts and pages show the new one, approved papers keep theirs.",
    ),
    "add_person": Label("添加人员", "Add a person"),
    "person_needs": Label("要有姓名、账号和至少一个角色。", "A name, an account and at least one role are needed."),
    "role_needed": Label("可以登录的人至少要有一个角色。", "Whoever may sign in needs at least one role."),
    "account_taken": Label("这个账号已经有人用了。", "Somebody has that account."),
    "not_oneself": Label(
        "自己的角色和登录由别的系统管理人员来改；密码自己改。",
        "Another administrator changes your own roles and sign-in; your password you change yourself.",
    ),
    "own_password": Label("我的密码", "My password"),
    "password_now": Label("现在的密码", "Present password"),
    "not_the_password": Label("现在的密码不对。", "That is not your present password."),
    "password_is_given": Label(
        "这个密码是别人给您设的。请先换成只有您自己知道的。",
        "Somebody else set this password. Choose one first that only you know.",
    ),
    "log_notice": Label("告知单", "notice"),
    "log_file": Label("存档副本", "copy for the file"),
    "log_transfer": Label("转办单", "transfer form"),
    "log_name": Label("姓名", "names"),
    "log_village": Label("村居", "village"),
    "log_members": Label("家里还有谁", "who else there is"),
    "log_settings": Label("机关信息", "settings of the office"),
    "log_windows": Label("窗口和电话", "windows and phones"),
    "log_password": Label("新密码", "new password"),
    "log_may_not_sign_in": Label("不可以登录", "may not sign in"),
    "log_note": Label(
        "共 {number} 条，新的在前。日志里没有家庭的姓名和回答的内容；删除了的家庭只剩代号。",
        "{number} {number:entry|entries}, the last first. The log has no name of a family and no answer; of one that "
        "was removed its id is left.",
    ),
    "data_folder": Label("数据文件夹", "Data folder"),
    "data_pack": Label("规则包", "The pack"),
    "data_pack_opened": Label(
        "{at} 打开，版本 {digest}。核对台一直用它，到下次启动为止。",
        "Opened at {at}, version {digest}. The desk works with it until it is started anew.",
    ),
    "pack_other": Label(
        "规则包的文件在打开以后换了版本。核对台仍用打开时的，结论都不受影响；要用新的，请停下核对台再启动。"
        "已经送复核的要退回重送。",
        "The files of the pack have changed since it was opened. The desk still works with what it opened, and no "
        "answer changes. To have the new version, stop the desk and start it; what waits for review is then sent anew.",
    ),
    "pack_faulty": Label(
        "规则包的文件在打开以后变了，或者不在了，现在打不开。核对台仍用打开时的，结论都不受影响；"
        "请先改好文件（clausewise lint），再重新启动，否则启动不了。",
        "The files of the pack have changed or gone since it was opened, and cannot be opened now. The desk still "
        "works with what it opened. Mend the files (clausewise lint) before it is started anew: it would not start.",
    ),
    "data_keys": Label("密钥", "Keys"),
    "data_keys_note": Label(
        "备份里没有密钥。请把密钥另存一份，放在别处：没有它，身份证号码读不出来，日志也无法核验。",
        "Backups have no keys. Keep a copy of the keys elsewhere: without them no identity number can be read and no "
        "log be verified.",
    ),
    "data_backups": Label("备份（{number}份）", "Backups ({number})"),
    "data_backups_note": Label(
        "每份备份都有当时的全部家庭，也包括后来删除的。请移到别的机器上，不要留得比资料的保存年限更久。"
        "定时备份用 clausewise desk backup。",
        "Each has all families of its time, also such as were removed since. Move them to another machine, and keep "
        "none longer than the data. From a timer: clausewise desk backup.",
    ),
    "back_up_now": Label("现在备份", "Back up now"),
    "backed_up": Label("已备份到 {path}，日志到 {head}", "backed up to {path}, with the log up to {head}"),
    "verify_log": Label("核验日志", "Verify the log"),
    "log_is_whole": Label("日志 {number} 条，完好", "the log has {number} {number:entry|entries} and is whole"),
    "search_log": Label("姓名 / 家庭编号", "Name, or number of a household"),
    "earlier": Label("更早的", "Earlier"),
    "when": Label("何时", "When"),
    "who": Label("谁", "Who"),
    "act": Label("做了什么", "Act"),
    "about": Label("关于", "About"),
    f"act_{Act.SIGNED_IN}": Label("登录", "signed in"),
    f"act_{Act.SIGNED_OUT}": Label("退出", "signed out"),
    f"act_{Act.BEGAN}": Label("新建", "began"),
    f"act_{Act.LOOKED}": Label("查看", "looked"),
    f"act_{Act.ANSWERED}": Label("录入回答", "entered answers"),
    f"act_{Act.CHOSE}": Label("选定回答", "settled an answer"),
    f"act_{Act.MEMBER_ADDED}": Label("添加成员", "added a member"),
    f"act_{Act.MEMBER_RENAMED}": Label("改成员姓名", "renamed a member"),
    f"act_{Act.MEMBER_REMOVED}": Label("去掉成员", "took a member out"),
    f"act_{Act.KEPT_IDENTITY}": Label("录入身份证号码", "entered an identity number"),
    f"act_{Act.SHOWED_IDENTITY}": Label("显示身份证号码", "had an identity number shown"),
    f"act_{Act.SENT}": Label("送复核", "sent to review"),
    f"act_{Act.APPROVED}": Label("批准", "approved"),
    f"act_{Act.RETURNED}": Label("退回", "sent back"),
    f"act_{Act.REOPENED}": Label("重新核对", "opened again"),
    f"act_{Act.PRINTED}": Label("打印", "printed"),
    f"act_{Act.EXPORTED}": Label("导出", "exported"),
    f"act_{Act.IMPORTED}": Label("导入", "imported"),
    f"act_{Act.ERASED}": Label("删除", "removed"),
    f"act_{Act.OFFICE_SAID}": Label("登记机关答复", "registered what the office says"),
    f"act_{Act.OFFICE_TOOK_BACK}": Label("撤回机关答复", "took back what the office said"),
    f"act_{Act.OFFICE_SET}": Label("改机关设置", "changed the office's settings"),
    f"act_{Act.PERSON_ADDED}": Label("添加人员", "added a person"),
    f"act_{Act.PERSON_CHANGED}": Label("改人员", "changed a person"),
    f"act_{Act.BACKED_UP}": Label("备份", "backed up"),
}

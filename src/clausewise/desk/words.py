"""The words of the desk's pages in Chinese and English, by the keys that templates ask for them with.

What is said of the document, its rules and its facts is the pack's and the reports' to say. Only names; nothing here
decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping

from clausewise.desk.paper_words import PAPER_WORDS
from clausewise.language.labels import Label

WORDS: Mapping[str, Label] = {
    **PAPER_WORDS,
    # Every page.
    "desk": Label("社会救助核对台", "Social assistance desk"),
    "skip": Label("跳到正文", "Skip to the page"),
    "made_up": Label("演示：机关和家庭都是虚构的", "made up: no such office, no such families"),
    "day_of_check": Label("核对日", "Day of the check"),
    "today_aside": Label("（今天）", "(today)"),
    "menu": Label("菜单", "Menu"),
    "menu_today": Label("今日", "Today"),
    "menu_policy": Label("政策原文", "Policy"),
    "menu_office": Label("办公室", "Office"),
    "menu_people": Label("人员", "People"),
    "menu_data": Label("数据", "Data"),
    "menu_log": Label("日志", "Log"),
    "sign_out": Label("退出", "Sign out"),
    "back": Label("返回", "Back"),
    "save": Label("保存", "Save"),
    "next": Label("下一步", "Next"),
    "yes": Label("是", "yes"),
    "no": Label("否", "no"),
    "unknown": Label("不知道", "not known"),
    "to_check": Label("待查", "to be checked"),
    "suggested": Label("（建议）", "(suggested)"),
    "none_of_the_rest": Label("都没有", "none"),
    "more": Label("更多", "More"),
    "apart": Label("个别人不知道、待查……", "somebody not known, to be checked …"),
    "as_the_rest": Label("同其余", "as the rest"),
    # The way in.
    "sign_in": Label("登录", "Sign in"),
    "username": Label("账号", "Account"),
    "password": Label("密码", "Password"),
    "wrong_password": Label(
        "账号或密码不对，或者试得太多。请核对；连错五次要等五分钟。",
        "The account or the password is wrong, or was tried too often. After five failures it takes five minutes.",
    ),
    "weak_password": Label(
        "密码至少十个字符，不能是常见的。", "Write a password of ten characters at least that is not a common one."
    ),
    "held_note": Label(
        "登录已经过期。您刚才填的都还在这里：登录后会接着保存。",
        "You were signed out meanwhile. What you entered is held here, and is saved once you sign in.",
    ),
    "held_title": Label("还没有保存的回答", "Answers that are not saved yet"),
    "held_other": Label(
        "这些回答是在这个页面上填写的，但填写时登录的不是您，或者页面是上次登录时打开的。要以您的名义保存吗？",
        "These answers were typed on this page while somebody else was signed in, or before you last signed in. "
        "Save them as yours?",
    ),
    "send_held": Label("以我的名义保存", "Save them as mine"),
    "drop_held": Label("不保存", "Do not save"),
    "made_up_accounts": Label(
        "可以试用的账号：{accounts}；密码都是 {password}。经办录入，另一个人复核。",
        "Accounts to try: {accounts}; the password of each is {password}. A caseworker enters, somebody else reviews.",
    ),
    "first_run": Label("第一次使用", "The first time"),
    "first_run_note": Label(
        "启动时终端里印出了一个一次性的代码。填上它，写明本机关和您自己，就可以开始；其他人由您添加。",
        "The terminal printed a code that works once. Enter it, say what your office is called and who you are; "
        "you then add the others.",
    ),
    "code": Label("一次性代码", "Code"),
    "office_name": Label("机关名称", "Name of the office"),
    "your_name": Label("您的姓名", "Your name"),
    "password_note": Label("至少十个字符。", "Ten characters at least."),
    "begin_desk": Label("开始使用", "Begin"),
    "wrong_code": Label("代码不对：请照终端里印的填写。", "The code is wrong: enter what the terminal printed."),
    "all_needed": Label("每一项都要填。", "Fill in every field."),
    # What goes wrong.
    "refused": Label("您的角色看不了这一页", "This page is not for your role"),
    "refused_mend": Label(
        "需要的话，请系统管理员给您加上相应的角色。", "If you need it, ask the administrator for the role."
    ),
    "not_found": Label("没有这一页", "There is no such page"),
    "not_found_mend": Label("请从“今日”重新打开。", "Open it again from the list of today."),
    "fault": Label("程序出错了", "The program went wrong"),
    "fault_mend": Label(
        "已显示保存的都在。请返回再试；仍不行，请告诉管理员出错的时间。",
        "Whatever was shown as saved is kept. Go back and try again; if it happens again, tell the administrator "
        "when it did.",
    ),
    "expired": Label("页面已过期", "This page is out of date"),
    "expired_mend": Label("请返回、刷新页面后再试。", "Go back, open the page again and repeat what you did."),
    # Today.
    "search": Label("姓名 / 编号 / 村居", "Name, number, village"),
    "find": Label("找", "Find"),
    "new_household": Label("＋ 新建", "New household"),
    "count_mine": Label("我的 {number}", "mine {number}"),
    "count_due": Label("到期 {number}", "due {number}"),
    "count_returned": Label("退回 {number}", "sent back {number}"),
    "count_to_review": Label("待我复核 {number}", "for me to review {number}"),
    "due": Label("期限", "Due"),
    "days_left": Label("余{number}天", "{number} {number:day|days} left"),
    "overdue": Label("已过 {day}", "past {day}"),
    "family": Label("家庭", "Family"),
    "number": Label("编号", "Number"),
    "stands": Label("进展", "State"),
    "begun_by": Label("经办", "Caseworker"),
    "people": Label("（{number}人）", "({number})"),
    "nobody_yet": Label("还没有成员", "nobody yet"),
    "gets_and_left": Label("能得到 {gets}，还要问 {left} 项", "gets {gets}; {left} still to ask"),
    "nothing_found": Label("没有找到。", "Nothing found."),
    "first_of": Label(
        "这里只列了 {shown} 家，共有 {found} 家；其余的请按姓名、编号或村居找。",
        "{shown} of {found} are listed here; search for the others by name, number or village.",
    ),
    "first_office": Label(
        "写明咨询电话、各部门的窗口、资料保存几年，登记本机关怎样读文件。",
        "say the phone for questions, where departments are found, for how many years data is kept, and how the "
        "office reads the document.",
    ),
    "first_people": Label(
        "添加经办和复核。自己录入的家庭不能自己复核，所以至少要有两个人。",
        "add caseworkers and a reviewer. Nobody reviews what they entered, so there have to be two of you.",
    ),
    "no_households": Label("还没有家庭。", "There is no household yet."),
    "newer_law": Label("{since} 起有更新的法律：{law}。", "A newer law is in force since {since}: {law}."),
    "not_in_force": Label("今天不在文件的有效期内：{words}", "The document is not in force today: {words}"),
    "state_open": Label("在办", "open"),
    "state_sent": Label("待复核", "in review"),
    "state_returned": Label("退回", "sent back"),
    "state_approved": Label("已批准", "approved"),
    "state_taken_back": Label("撤回", "taken back"),
    # Steps of a household.
    "steps": Label("步骤", "Steps"),
    "step_members": Label("成员", "Members"),
    "step_status": Label("身份", "Status"),
    "step_topics": Label("遇到什么", "What happened"),
    "step_questions": Label("还要问", "Still to ask"),
    "step_answer": Label("结果", "Answer"),
    "step_review": Label("复核", "Review"),
    "step_papers": Label("出单", "Papers"),
    "saved_at": Label("已保存 {at}", "saved {at}"),
    "locked": Label(
        "这一家已经锁定，不能改。要改，先在“复核”页撤回或重新核对。",
        "This household is locked. To change an answer, take it back or check it anew on the page of its review.",
    ),
    "others_answered": Label(
        "{name} 同时回答了：{facts}。您的也已保存。", "Meanwhile {name} answered: {facts}. Yours is saved too."
    ),
    "not_saved": Label(
        "{number} 处没有保存，其余的已保存。填的都还在：", "{number} not saved; the rest is. What you typed is kept:"
    ),
    "both_said": Label(
        "既填了“{typed}”，又选了“{beside}”：请只留一个", "it says “{typed}” and “{beside}” beside it: leave one of them"
    ),
    "not_born_yet": Label(
        "{typed} 在今天（{day}）之后：请核对年份", "{typed} is after today ({day}): look at the year"
    ),
    "born_too_early": Label(
        "{typed} 出生的人已经 {age} 岁：请核对年份", "{typed} was {age} years ago: look at the year"
    ),
    "name_empty": Label("姓名不能空着，仍用原来的", "a name cannot be empty; the one before is kept"),
    "row_needs_name": Label("这一行填了内容，还没有写姓名", "something stands in this row, and no name"),
    "too_many": Label("一家最多 {number} 人，没有添加", "a household has {number} people at most; not added"),
    "not_added": Label("这一家已经锁定，没有添加：{names}。", "This household is locked; not added: {names}."),
    "of_gone": Label(
        "这些人已被标为“不是成员”，填的已留存，现在不算：{facts}。",
        "These people are no members any more; what you entered is kept and does not count: {facts}.",
    ),
    "gone_members": Label("不再是成员的：", "No members any more:"),
    "take_in_again": Label("放回", "take in again"),
    "gone_member": Label("（不是成员）", "(no member)"),
    "contradicts": Label(
        "已保存，但是对不上，请核对：{facts}。没有写错的话，照样往下走。",
        "Saved, but it does not fit: {facts}. Where nothing is wrong, go on as before.",
    ),
    "contradictions": Label("对不上的（{number}）", "What does not fit ({number})"),
    "two_heads": Label("户主只能有一个，现在写了：{names}", "there can be but one head: {names} are"),
    "two_spouses": Label("配偶写了不止一个：{names}", "more than one husband or wife: {names}"),
    "no_head": Label(
        "没有写谁是户主，看不出是谁的什么人", "nobody is the head, so it is not clear whose relation this is"
    ),
    "same_name": Label(
        "有两个人都叫{name}：是不是同一个人写了两次？", "two people are called {name}: is it one, twice?"
    ),
    "came_late": Label(
        "较早的一次保存晚到了，没有用它：{facts}。您后来的回答有效。",
        "An earlier save arrived late and was not used: {facts}. Your later answer counts.",
    ),
    "clash": Label("两人回答不同", "Two different answers"),
    "clash_theirs": Label(
        "{name} {at} 答的是：{says}（来源：{source}），现在按这个算。",
        "{name} answered at {at}: {says} (source: {source}); this counts now.",
    ),
    "clash_mine": Label(
        "{name} {at} 答的是：{says}（来源：{source}），已留存，未生效。",
        "{name} answered at {at}: {says} (source: {source}); this is kept and does not count.",
    ),
    "use": Label("用：{says}", "Use: {says}"),
    "go_check": Label("待查", "To be checked"),
    # Members, status, topics, questions.
    "members_title": Label("家里有哪些人？", "Who is in the household?"),
    "village": Label("村居", "Village or community"),
    "name": Label("姓名", "Name"),
    "new_member": Label("新成员{number}", "new member {number}"),
    "not_member": Label("不是成员", "no member"),
    "column_member.relation": Label("与户主", "Relation to the head"),
    "column_member.birth_date": Label("身份证或出生日期", "Identity number or birth date"),
    "column_member.student_stage": Label("在读", "Study"),
    "column_member.employed": Label("就业", "Work"),
    "column_member.disabled": Label("残疾", "Disability"),
    "rest": Label("其余没有答的：", "The rest, left empty:"),
    "rest_of": Label("没有填的人，{what}：", "Whoever is left empty, {what}:"),
    "that_is_all": Label("家中就这些人", "These are all the people of the household"),
    "save_and_more_rows": Label("保存，再加成员", "Save, and more rows"),
    "identity_numbers": Label("身份证号码", "Identity numbers"),
    "show_identity": Label("显示", "Show"),
    "identity_logged": Label("查看号码已记入日志。", "That the number was shown is in the log."),
    "known": Label("或者……", "or …"),
    "or_open": Label("或者不知道、待查", "or not known, to be checked"),
    "follows": Label("不问：{value}", "not asked: {value}"),
    "status_title": Label("这家是什么身份？", "What is the family's status?"),
    "topics_title": Label("这家遇到了什么？", "What has happened to the family?"),
    "topics_note": Label(
        "只问勾选的。没有勾的不算“否”，仍是未知。",
        "Only what is ticked is asked about. What is not ticked stays unknown; it is not no.",
    ),
    "none_of_these": Label("以上都没有", "none of these"),
    "both_ticked": Label(
        "既勾了别的，又勾了“以上都没有”：请只留一样。还没有保存。",
        "Something is ticked, and “none of these” too: leave one. Nothing is saved yet.",
    ),
    "tick_or_none": Label("请勾选，或者勾“以上都没有”。", "Tick what has happened, or “none of these”."),
    "still_to_ask": Label("还要问 {number} 项", "{number} still to ask"),
    "and_procedure": Label("，另有程序 {number} 项", ", and {number} for procedure"),
    "some_first": Label(
        "下面先问 {number} 项，保存以后接着问其余的。",
        "The first {number} {number:is|are} below; the others follow once you save.",
    ),
    "procedure_to_ask": Label("程序还要问 {number} 项", "{number} to ask for procedure"),
    "asked_on_members": Label("还不知道家里是不是就这些人。", "It is not known yet whether these are all the people."),
    "asked_on_topics": Label("还没有问过这家遇到了什么。", "Nobody has asked yet what has happened to the family."),
    "benefits_asked": Label("待遇都问过了", "All benefits were asked about"),
    "nothing_to_ask": Label("没有要问的了", "Nothing left to ask"),
    "set_aside_count": Label(
        "没有问到 {number} 条，家里说没有而没有往下问 {denied} 条：都是未知，不算“不适用”。",
        "Not looked into: {number} {number:clause|clauses}; not asked further since the family said no: {denied}. "
        "Unknown, not “no”.",
    ),
    "look": Label("看", "Look"),
    "undecided": Label("还没有结论，要等弄清（{number}项）", "Not settled until it is found out ({number})"),
    "settled_but": Label(
        "能问的待遇都问过了。{number} 项还没有结论，要等部门或机关：{benefits}。",
        "All that can be asked for benefits was asked. {number} {number:waits|wait} for a department or the office: "
        "{benefits}.",
    ),
    "settled": Label("待遇都已有结论，剩下的是程序。", "All benefits are settled; what is left is procedure."),
    "ask_procedure": Label("继续问程序（{number}）", "Go on with procedure ({number})"),
    "lookup": Label("可查：", "Register:"),
    "source": Label("来源", "Source"),
    "source_family": Label("本人", "the family"),
    "source_register": Label("户口簿", "household register"),
    "source_certificate": Label("证件", "certificate"),
    "source_lookup": Label("系统查询", "looked up"),
    "source_village": Label("村居证明", "village's statement"),
    "save_and_ask": Label("保存，接着问", "Save and ask on"),
    "column": Label("这家能得到", "What the family gets"),
    "beside_procedure": Label("程序，由机构办：{number} 项", "procedure, for the offices to see to: {number}"),
    "beside_does_not_apply": Label("不适用：{number} 条", "does not apply: {number} {number:clause|clauses}"),
    "see_answer": Label("看结果", "See the answer"),
    # What is to be checked.
    "checks_title": Label("待查（{number}项）", "To be checked ({number})"),
    "checks_note": Label(
        "写明谁去查、哪天以前。到那天还没有结果，会再问，也会列在今日里。都可以不填。",
        "Say who finds it and by which day. If it is still open after that day it is asked again, and stands on the "
        "list of today. Either may be left empty.",
    ),
    "checks_none": Label("没有待查的。", "Nothing is to be checked."),
    "checks_count": Label("待查 {number} 项", "{number} to be checked"),
    "check_finder": Label("谁去查", "Who finds it"),
    "check_until": Label("哪天以前", "By which day"),
    "check_by": Label("{day} 以前", "by {day}"),
    "check_nobody": Label("还没有写谁去查", "nobody named"),
    "check_who_when": Label("写明谁去查、哪天以前", "Say who finds it and by when"),
    "check_no_day": Label(
        "{what}：“{typed}”不是日期，请写成 2026-03-01 这样", "{what}: “{typed}” is not a date; write 2026-03-01"
    ),
    "check_past": Label("{what}：{day} 已经过了，请写以后的日期", "{what}: {day} is past; write a later day"),
    "found_out": Label("查到了，填结果", "Found: enter it"),
    # The answer.
    "ask_them": Label("去问这些", "Ask them"),
    "answers_given": Label("全部回答", "All answers"),
    "all_answers": Label("全部回答，可改", "All answers, to change"),
    "to_review_step": Label("送复核", "To review"),
    "see_review": Label("看复核", "Look at the review"),
    "final_notice": Label("打印告知单", "Print the notice"),
    "all_papers": Label("转办单、存档副本", "Transfer forms, copy for the file"),
    "was_approved": Label("{name} {at} 批准，已锁定。", "Approved by {name} at {at}, and locked."),
    "as_of_today": Label(
        "下面按今天（{day}）重新算；批准时（{then}）的结果以告知单和存档副本为准。",
        "Below it is worked out anew for today ({day}); what was approved ({then}) stands on the notice and the copy.",
    ),
    "draft_notice": Label("草稿单", "Draft of the notice"),
    "page_text": Label("原文页", "On the page"),
    "why_and_turns": Label("为什么，怎样会变", "Why, and what would turn it"),
    "why_decides": Label("由什么决定", "What decides it"),
    "why_missing": Label("还缺什么", "What is missing"),
    "why_turns": Label("怎样会变", "What would turn it"),
    "why_conditions": Label("逐条看条件", "Condition by condition"),
    "why_words": Label("依据的原文", "The words it rests on"),
    "why_legend": Label(
        "左边有粗线的条件决定结论。点开引号里的原话，看它在原文的哪里。",
        "A thick line on the left marks what decides. Open the quoted words to see where they stand.",
    ),
    "why_deciding": Label("（决定结论）", "(decides)"),
    "why_together": Label("同时具备：", "together:"),
    "answer_it": Label("去答", "Answer it"),
    "refused_why": Label("不适用的，各有理由", "What does not apply, and why"),
    "what": Label("事项", "What"),
    "says": Label("回答", "Answer"),
    "entered": Label("谁、何时、来源", "Who, when, from what"),
    "before": Label("以前 {number} 次", "{number} before"),
    "change": Label("改", "Change"),
    "change_title": Label("改回答", "Change an answer"),
    "withdrawn": Label("撤回", "taken back"),
    "set_aside": Label("搁置", "set aside"),
    "no_such_fact": Label("规则里已经没有的事项", "something that the rules no longer ask"),
    "everybody": Label("家中就这些人", "these are all the members"),
    "answer_current": Label("", ""),
    "answer_left": Label("（规则改了，不再算）", " (the rules changed; it does not count)"),
    "answer_past": Label("（已被代替）", "(replaced)"),
    "answer_waiting": Label("（留存，未生效）", "(kept, does not count)"),
}

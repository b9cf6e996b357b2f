"""Help of the commands that caseworkers use, in Chinese, by the English as one line."""

from __future__ import annotations

from collections.abc import Mapping

HELP: Mapping[str, str] = {
    # The list of commands.
    "Check households: what applies, what to ask, and on which clause.": (
        "核对家庭：能得到什么、还要问什么、依据哪一条。"
    ),
    "Open the desk of an office in a browser: families and paper.": "在浏览器里打开核对台：从第一问到出单。",
    "Show why a rule applies to a case or not, and what would turn it.": "说明为什么适用或不适用，怎样会变。",
    "Ask about a household; every answer is kept at once.": "逐项询问一个家庭；每答一问随即保存。",
    "Write a case file to fill in, with every fact explained.": "写出一份待填的个案，每项事实都有说明。",
    "Make receipts again: which would be decided otherwise, and why.": "重做凭据：哪些如今会有不同结论，为什么。",
    "Verify receipts, or erase the facts in them.": "验证凭据，或删除其中的事实。",
    "Screen a whole registry: every verdict, and who is missing out.": "筛查整个名册：每项结论，以及谁没有享受到。",
    "Show a clause: text, rules and duties, and its place on the page.": "显示一条：原文、规则、职责、在页面上的位置。",
    "List the rules.": "列出规则。",
    "List the facts that can be known of a household.": "列出家庭的各项事实。",
    "List what an agency must do.": "列出部门的职责。",
    "List words that are read in two ways, and whom that turns.": "列出有两种读法的文字，影响哪些家庭。",
    "Write the page on how each provision was read.": "写出各款如何解读的说明。",
    "Show that the rules say what the document says.": "审核规则与文件是否一致。",
    "Compare two versions of a pack: text, rules, meaning, cases.": "比较两个版本：文字、规则、含义、个案。",
    "Compare two versions of the rules over a registry: who gains.": "在名册上比较两个版本的规则：谁得谁失。",
    "Write the smallest household for a verdict of a rule.": "写出得到某项结论的最小家庭。",
    "Report everything that is wrong in a pack and its cases.": "报告规则和个案里的一切错误。",
    "Print JSON Schemas of the files and of the answers.": "输出各种文件和结果的 JSON Schema。",
    "Make a document.yaml of a printed page.": "由印出的页面做成 document.yaml。",
    # desk
    "Open the desk of an office in a browser: a family from the first question to a reviewed paper. Exit code 0 when "
    "all is well, 1 when verify finds the log broken, 2 when something cannot be read or written.": (
        "在浏览器里打开本机关的核对台：一户人家，从第一问到经过复核的纸。"
        "退出码：0 一切正常，1 verify 发现日志有损坏，2 读不了或写不了。"
    ),
    "open: serve the desk and open it in the browser; verify: hold the log against its chain and every head of it that "
    "is written down; backup: write a copy of everything but the keys; retention: list the households that were kept "
    "as long as the office keeps data, by number and day; new-password: give an account a password that works until "
    "its owner changes it; made-up: open a desk with a made-up office and made-up families.": (
        "open：启动并在浏览器里打开；verify：核验日志的链条和记在别处的各个末端；backup：备份除密钥外的一切；"
        "retention：列出过了保存年限的家庭，只有编号和日期；new-password：给一个账号新密码，本人登录后先改；"
        "made-up：打开一个虚构的机关，有虚构的家庭。"
    ),
    "retention: remove those households, each with an entry in the log.": ("retention：删除这些家庭，每家都记入日志。"),
    "new-password: whose, by the name they sign in with.": "new-password：谁的，写登录用的账号。",
    "The folder of the desk's data. Left out, the user's own.": "数据文件夹；不写则用本用户的。",
    "The address to serve on.": "服务的地址。",
    "The port to serve on.": "服务的端口。",
    "Open no browser.": "不打开浏览器。",
    "verify: a head of the log as a file copy or a backup has it; repeatable.": (
        "verify：存档副本或备份上写的日志末端，可写多次。"
    ),
    "backup: where to; left out, backups in the folder.": "backup：备份到哪里；不写则在数据文件夹的 backups 里。",
    # check
    "How much of its proof each finding has in json and jsonl: none, what alone brings its verdict about, or all.": (
        "json、jsonl 里每项结论带多少推理：不带、只带决定结论的，或全部。"
    ),
    "Keep a receipt of each check in this folder: what was decided, by what, on which facts; no names.": (
        "把每次核对的凭据存入此文件夹：结论是什么，依据什么版本、哪些事实，不含姓名。"
    ),
    "Who makes the receipt.": "由谁出具凭据。",
    "The receipt that this one takes the place of.": "本凭据所承接的凭据。",
    "Sign receipts with this Ed25519 key, a private key in PEM.": "用此 Ed25519 私钥（PEM）签署凭据。",
    "Whether json and jsonl carry the pack's words for what they point to.": ("json、jsonl 是否带上所指各项的文字。"),
    "Check households against the rules: what applies, what is still to be asked, on which clause.": (
        "对照规则核对家庭：能得到什么、还要问什么、依据哪一条。"
    ),
    "Case files, folders of them (all *.yaml, *.yml and *.json below), or - for standard input.": (
        "个案文件，或文件夹（其中所有 *.yaml、*.yml、*.json），或者 -（标准输入）。"
    ),
    "The language of the answer. Left out, that of CLAUSEWISE_LANG, or else of the system.": (
        "答复用的语言；不写则按 CLAUSEWISE_LANG，没有设的按系统语言。"
    ),
    "The day to check on, such as 2020-12-07. Left out, the day each case names, or today.": (
        "核对日，如 2020-12-07；不写则按个案所写，个案没写则为当天。"
    ),
    "What your office says of office facts and contested readings; `clausewise new --office` writes a form. It stands "
    "in place of what a case says of its own office.": (
        "本机关的答复文件；clausewise new --office 可写出一份表。它代替个案里所写的本机关答复。"
    ),
    "The pack to use: its id, or its rules folder. Left out, the only one in reach.": (
        "用哪套规则：名称或规则文件夹；不写则用个案所写的，或唯一的一套。"
    ),
    "The form of the answer; jsonl is one answer a line, notice a page to print and hand to the family.": (
        "答复的形式；jsonl 是每户一行，notice 是打印给家庭的告知单。"
    ),
    "Show only these measures, provisions or rules: a number, a title, an id or a pattern such as education.*; "
    "repeatable.": "只看这些：条号、款号、标题、规则名称，或 education.* 这样的写法；可写多次。",
    "Show in full also what does not apply.": "全部列出，包括不适用的和全部问题。",
    "Write to this file, whole or not at all, instead of printing.": "写入这个文件，不在屏幕上显示。",
    "Show only where findings differ from what the cases expect; exit code 1 when one does.": (
        "只显示与个案预期不同之处；有不同时退出码为 1。"
    ),
    "Refuse a case that contradicts itself or is hardly possible: exit code 2.": (
        "个案自相矛盾或几乎不可能时拒绝核对：退出码为 2。"
    ),
    "Check a household of this registry instead of case files: what clausewise screen reads.": (
        "核对名册中的一个家庭，不用个案文件。"
    ),
    "Which column is which fact; clausewise screen REGISTRY --init makes one.": (
        "哪一列是哪项事实；clausewise screen 名册 --init 可写出一份。"
    ),
    "The household's id in the registry; repeatable.": "名册中家庭的编号；可写多次。",
    # ask
    "Ask about a household: who its members are, what has happened, and then what follows from that. Every answer is "
    "written to the case file at once. Enter is for what is not known, b to go back, q to go on later; ? lists the "
    "keys.": (
        "询问一个家庭：有哪些成员、遇到了什么，再问相关的事。每答一问随即写入个案文件。"
        "不知道的按回车，b 退回，q 以后再问，? 列出各键。"
    ),
    "A case file to go on from. Left out, nothing is known yet.": "接着问的个案文件；不写则从头开始。",
    "Ask only for these rules (an id or a pattern such as education.*) or measures; repeatable.": (
        "只问这些规则或条款；可写多次。"
    ),
    "Look into this topic of topics.yaml too, as if it were ticked: work; repeatable.": "也问这个事项；可写多次。",
    "Who asks; kept with every answer.": "由谁询问；随每个回答保存。",
    "Keep identity numbers that are typed; otherwise only the day of birth is kept.": (
        "保存输入的身份证号码；不写则只留出生日期。"
    ),
    "The case file to write. Left out, CASE is continued where it stands, or a new file is begun. A file that is there "
    "is not written over, unless it is CASE.": ("写入的个案文件；不写则接着写原文件，或新建一份。不会覆盖别的文件。"),
    # explain
    "Show why a rule applies to a case or not, and the smallest sets of facts that would turn it.": (
        "说明为什么适用、待定或不适用，以及最少变动哪些事实结论会变。"
    ),
    "A case file, or - for standard input.": "个案文件，或者 -（标准输入）。",
    "A provision such as 13.1, a clause, a title or a rule by id; rule@member for one member.": (
        "款号（如 13.1）、条号、标题或规则名称；规则@成员 只看一人。"
    ),
    "The form of the answer.": "答复的形式。",
    # new
    "Write a case file to fill in, with every fact that the rules rest on explained; or an office file.": (
        "写出一份待填的个案，每项事实都有说明；或者一份机关答复表。"
    ),
    "The members of the household, each by a word of your own: mother,son or 母亲、儿子.": (
        "家庭成员，每人一个自定的名字：母亲、儿子。"
    ),
    "An office file instead: what only the office can say, and contested readings.": (
        "改为机关答复表：只有机关能答的事，以及读法。"
    ),
    # clause
    "Show a clause: its text, its rules and duties, and where it stands on the page.": (
        "显示一条：原文、规则、职责，以及在页面上的位置。"
    ),
    "A clause such as 21, a provision such as 21.2, or its title.": "条号（如 21）、款号（如 21.2），或标题。",
    "The language of what is said of it. Left out, both, or Chinese where the environment asks for it.": (
        "说明用的语言；不写则两种都有，环境为中文时只有中文。"
    ),
    # rules, facts, duties, lint
    "List the rules: provision, id, what each is about (the household, or each member), and its title.": (
        "列出规则：款号、名称、对象（全家还是每名成员）、标题。"
    ),
    "Only the rules of this clause, such as 21.": "只列这一条的规则，如 21。",
    "List facts: name, type, label, the question that asks for it and of whom, the register that could answer.": (
        "列出事实：名称、类型、说法、怎样问、问谁、可在哪里查到。"
    ),
    "Only facts whose name, or part of a label, is this: member.age, member.*, 失业.": (
        "只列名称或说法符合的事实：member.age、member.*、失业。"
    ),
    "List duties: what institutions must do, how firmly, and on which provision.": (
        "列出职责：做什么、力度、依据哪一款。"
    ),
    "Only the duties of this agency: its id, or its name in Chinese or English.": (
        "只列这个部门的职责：代号，或中英文名称。"
    ),
    "Report everything that is wrong in a pack and its cases: exit code 2 for errors, 1 for warnings alone.": (
        "报告规则和个案里的一切错误：有错误时退出码为 2，只有提醒时为 1。"
    ),
    "The pack to look through: its id, or its rules folder. Left out, the only one in reach.": (
        "检查哪套规则：名称或规则文件夹；不写则为唯一的一套。"
    ),
    # Words of help itself.
    "Usage:": "用法：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]…",
    "“clausewise COMMAND --help” says what a command takes.": "“clausewise 命令 --help”说明这个命令怎样用。",
    "Show this message and exit.": "显示本说明。",
    "Print the version and leave.": "显示版本。",
    "The language that a command answers in.": "各命令用的语言。",
    "Policy documents as rules: households checked against them, every answer with its clause.": (
        "把政策文件写成规则，逐户核对，每项结论都指出依据的条款。"
    ),
    "Commands": "命令",
    "Arguments": "参数",
    "Options": "选项",
}

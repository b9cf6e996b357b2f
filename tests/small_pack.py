"""A small pack made from scratch, as a rule author outside this repository would have one: two clauses, three rules.

Only written here, never read: each test reads it through what it tests.
"""

from __future__ import annotations

from pathlib import Path

PACK_ID = "old-age"

DOCUMENT = """\
document: old-age
form: measures
source:
  sha256: "0000000000000000000000000000000000000000000000000000000000000000"
  at: 1:1-3:40
sections:
- number: 一
  heading: 高龄补贴
  at: 1:1-1:6
  clauses:
  - number: 1
    title: 发放高龄补贴
    at: 2:1-2:80
    provisions:
    - id: "1.1"
      at: 2:1-2:40
      text: 给予低保家庭中年满80周岁的老人高龄补贴。
    - id: "1.2"
      at: 2:41-2:80
      text: 对城镇家庭可发放交通卡。
  - number: 2
    title: 建立台账
    at: 3:1-3:40
    provisions:
    - id: "2.1"
      at: 3:1-3:40
      text: 民政部门应当建立台账。
"""

HEADER = """\
pack: old-age
title: {zh: 高龄补贴, en: Old-age subsidy}
clauses: {first: 1, last: 2}
printed: 2024-06-30
"""

FACTS = """\
household.dibao:
  type: boolean
  zh: 低保家庭
  en: dibao family
  ask: {zh: 该家庭是否为低保家庭？, en: Is it a dibao family?}
  cited: ["1.1"]
household.area:
  type: choice
  zh: 居住地
  en: area
  values:
    urban: {zh: 城镇, en: urban}
    rural: {zh: 农村, en: rural}
  ask: {zh: 该家庭住在城镇还是农村？, en: Does it live in a town or in the countryside?}
  cited: ["1.2"]
  lookup: household_registration
member.birth_date:
  type: date
  zh: 出生日期
  en: date of birth
  ask: {zh: 此人何时出生？, en: When was this person born?}
  lookup: household_registration
member.age:
  type: integer
  unit: {zh: 周岁, en: years}
  zh: 年龄
  en: age
  minimum: 0
  maximum: 130
  cited: ["1.1"]
  derive: years(member.birth_date, case.as_of)
  source: {zh: 按已满的整年计算。, en: Completed years.}
"""

AGENCIES = """\
civil_affairs: {zh: 民政部门, en: civil affairs department, provision: "2.1", text: 民政部门}
"""

REGISTERS = """\
household_registration: {zh: 台账, en: household register, provision: "2.1", text: 台账}
"""

RULES = """\
- rule: age.subsidy
  provision: "1.1"
  title: {zh: 高龄补贴, en: Old-age subsidy}
  about: member
  modality: {is: shall, text: 给予}
  when:
    all:
      - {if: household.dibao, text: 低保家庭}
      - {if: member.age >= 80, text: 年满80周岁}
  aid:
    - {form: cash, zh: 高龄补贴, en: old-age subsidy, text: 高龄补贴}
  agency: civil_affairs
  assigned_by: "2.1"
  reading: {zh: 按字面理解。, en: As it stands.}
  kind: benefit
- rule: age.travel_card
  provision: "1.2"
  title: {zh: 交通卡, en: Travel card}
  about: household
  modality: {is: may, text: 可}
  when: {if: household.area == "urban", text: 城镇家庭}
  aid:
    - {form: in_kind, zh: 交通卡, en: travel card, text: 交通卡}
  agency: civil_affairs
  assigned_by: "2.1"
  reading: {zh: 按字面理解。, en: As it stands.}
  kind: benefit
- duty: age.ledger
  provision: "2.1"
  actors: [civil_affairs]
  does: {zh: 建立台账, en: keep a ledger}
  text: 建立台账
  modality: {is: shall, text: 应当}
"""

CASE = """\
case: grandmother
title: {zh: 低保家庭，奶奶八十岁, en: A dibao family with a grandmother of eighty}
household: {dibao: true, area: rural}
members:
  - {id: grandmother, birth_date: 1944-06-30}
  - {id: grandson}
expect:
  applies: [age.subsidy@grandmother]
  does_not_apply: [age.travel_card]
  undetermined: {age.subsidy@grandson: [member.birth_date]}
  details:
    age.subsidy@grandmother: {modality: shall, agency: [civil_affairs]}
  measures: {1: applies, 2: institutional}
as_of: 2024-06-30
everybody: true
"""

_FILES = {
    f"policy/{PACK_ID}/document.yaml": DOCUMENT,
    f"rules/{PACK_ID}/pack.yaml": HEADER,
    f"rules/{PACK_ID}/facts.yaml": FACTS,
    f"rules/{PACK_ID}/agencies.yaml": AGENCIES,
    f"rules/{PACK_ID}/registers.yaml": REGISTERS,
    f"rules/{PACK_ID}/01-age.yaml": RULES,
    f"cases/{PACK_ID}/grandmother.yaml": CASE,
}


def write_small_pack(root: Path) -> None:
    """Write the pack and its one case below a folder."""
    for name, text in _FILES.items():
        write(root / name, text)


def write(path: Path, text: str) -> None:
    """Write a file, and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def alter(path: Path, old: str, new: str) -> None:
    """Put `new` in the place of the one `old` of a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")

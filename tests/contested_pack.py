"""The small pack with one point that is contested: whether a town household is one that lives there or is registered.

Only written here, never read: each test reads it through what it tests.
"""

from __future__ import annotations

from pathlib import Path

from small_pack import FACTS, PACK_ID, alter, write, write_small_pack

REGISTERED = """\
household.registered_in_town:
  type: boolean
  zh: 户口在城镇
  en: registered in a town
  ask: {zh: 该家庭的户口在城镇吗？, en: Is the household registered in a town?}
  cited: ["1.2"]
"""

CONTESTED = """\
town:
  provision: "1.2"
  text: 城镇家庭
  zh: “城镇家庭”看住在哪里，还是看户口？
  en: Is a town household one that lives in a town, or one that is registered there?
  decides: civil_affairs
  readings:
    lives:
      name: {zh: 看住处, en: by where it lives}
      zh: 看住在哪里。天天坐车的是住在城里的人。
      en: Where it lives. It is those who live there who take the bus.
    registered:
      name: {zh: 看户口, en: by its registration}
      zh: 看户口。
      en: Its registration.
      law: [户口登记条例 2]
"""

BOTH = """\
  when:
    contested: town
    text: 城镇家庭
    lives: {if: household.area == "urban"}
    registered: {if: household.registered_in_town}
"""

MOVED = """\
case: moved-to-town
title: {zh: 进城多年，户口在村里, en: In town for years and registered in the village}
as_of: 2024-06-30
household: {area: urban, registered_in_town: false}
expect:
  undetermined: {age.travel_card: [office.reads.town]}
"""

TOWN = """\
case: born-in-town
title: {zh: 城里人, en: Townspeople}
as_of: 2024-06-30
household: {area: urban, registered_in_town: true}
expect:
  applies: [age.travel_card]
"""

OFFICE = """\
office: jiedao
title: {zh: 某街道, en: a subdistrict}
reads:
  town:
    - {from: 2020-01-01, until: 2023-12-31, value: registered, by: 旧通知}
    - {from: 2024-03-01, value: lives, by: 会议纪要}
"""


def write_contested_pack(root: Path) -> None:
    """Write the pack with its three cases and an office file, office.yaml, below a folder."""
    write_small_pack(root)
    rules = root / "rules" / PACK_ID
    write(rules / "facts.yaml", FACTS + REGISTERED)
    write(rules / "contested.yaml", CONTESTED)
    alter(rules / "01-age.yaml", '  when: {if: household.area == "urban", text: 城镇家庭}\n', BOTH)
    write(root / "cases" / PACK_ID / "moved-to-town.yaml", MOVED)
    write(root / "cases" / PACK_ID / "born-in-town.yaml", TOWN)
    write(root / "office.yaml", OFFICE)

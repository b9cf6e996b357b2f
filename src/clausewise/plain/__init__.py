"""The second judge: the rules language as a plain interpreter, written from docs/language.md alone.

It shares no code with the engine that is held against it, and imports nothing of Clausewise. It reads a pack's files
for itself (`read_pack`), and the facts of a household as JSON has them (`judge`):

    {"as_of": "2020-12-07",
     "household": {"area": "urban", "income": "560.00", "dibao": true},
     "application": {"disputed": false},
     "everybody": false,
     "members": [{"id": "m1", "birth_date": "2004-03", "student_stage": "higher", "household_size": 3}],
     "office": {"facts": {"in_severely_affected_area": [{"from": "2020-07-01", "until": "2021-06-30", "value": true}]},
                "reads": {"repair": [{"from": "2020-03-01", "value": "repair_too"}]}}}

Facts stand under their short names, by subject. A value is true or false, a whole number, an amount in yuan as text, a
day (a date known to its month or year: `2004-03`, `2004`), or the name of a choice's value. What is not there, or null,
is unknown. `members` are those listed, null where nobody is; `everybody` says whether they are all there are (left out:
only where the list is empty). `office` has what the office says of its facts and how it reads contested points, each
with the first day, the last where it ends, and the value, in the order of the days. Only `as_of` must be there; a key
that is not described here is refused.
"""

from clausewise.plain.judging import Judged, Judgement, judge
from clausewise.plain.pack import PlainPack
from clausewise.plain.pack_reading import read_folders, read_pack
from clausewise.plain.refusing import Refused

__all__ = ["Judged", "Judgement", "PlainPack", "Refused", "judge", "read_folders", "read_pack"]

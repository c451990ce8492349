"""The evaluation of the questionnaires: what of the answers may be known, and how it is shown.

What is protected: no number below five is shown, and none can be worked out from whatever is shown, in whatever order,
with sums, other tables, the public summary, files or earlier evaluations. How:

1. Nothing is counted live. Somebody has a version counted (`looks.py`), each time with at least twenty forms more than
   before. What is shown is stored then, and pages, files and the summary read nothing else.
2. A table shows some rows with their numbers and the others together (`control.py`): rows at or below a threshold, at
   least two of them, five or more in sum. So the rest could stand the other way round in each of them.
   If no table is left, nothing is shown: when everybody said the same, that would tell what each of them said.
3. Areas and languages with fewer than twenty forms stand together, and are the same ones in all tables.
4. A row is shown by area and language if its number is five or more in every column, and among the forms that came
   since the last count too; else it is in the rest of both. So the rest has one meaning in all tables, and exchanging
   two answers in it changes none of them: that is how the tests prove that hidden numbers stay open. The same rule for
   the newcomers makes the difference of two counts a table that could be shown itself.
5. Of several answers each is a table of its own (said, not said); how many gave none is not shown, for it would bind
   them together. A question that depends on another is counted only if who is asked can be told from the other's table.
6. There are no averages, numbers are put in groups that do not depend on the answers, "I prefer not to say" is not
   told apart from an empty answer, forms of different versions are never added up, and areas are not crossed with
   languages, ways of filling in or days. Own words are in no table and no file (`words.py`).
"""

"""The evaluation of the questionnaires: what of the answers may be known, and how it is shown.

What is protected: no number below five is shown, and none can be worked out from whatever is shown, in whatever order,
with sums, other tables, the public summary, files or earlier counts. How:

1. Nothing is counted live. Somebody has the forms counted that were in no count before (`looks.py`), at least twenty
   that nobody typed in at the desk, or else twenty sheets typed in without the others: whoever typed knows those
   answers. How many forms wait is told in steps of twenty.
   What may be shown is stored then; pages, files and the summary read nothing else. As no form is in two counts, and
   versions are not added up, there is no difference of two counts that could tell of a few forms. The sum of several
   counts is made of what they show (`tables.added`).
2. A table shows some rows with their numbers and the others together (`control.py`): rows at or below a threshold, at
   least two of them, five or more in sum. Nobody is hidden as well as few are: when everybody said the same, nothing is
   shown, for it would tell what each of them said.
3. Areas and languages with fewer than twenty forms stand together, and are the same ones in all tables. Areas are not
   crossed with languages, and nothing with days or ways of filling in.
4. A row is shown by area and language if its number is five or more in every column of both; else it is in the rest of
   both. So the rest has one meaning in all tables, and exchanging answers in it changes none of them.
5. Of several answers each is a table of its own (said, not said); how many gave none is not shown, for it would bind
   them together. A question that depends on another is counted among those who were asked. Its numbers are true if
   the other's table tells how many these are. Else they would part what stands together there: then each of them is
   told by chance (`behind.py`), as in 7, and it is read by itself alone, for many such numbers would wear chance off.
6. There are no averages, numbers are put in groups that do not depend on the answers, and "I prefer not to say" is not
   told apart from an empty answer. Own words are in no table and no file (`words.py`). Percents and the length of bars
   are worked out from numbers that are shown beside them, and percents from true ones alone.
7. Two questions beside each other (`pairs.py`) would tell too much if their numbers were true: all pairs together, of
   a few dozen forms, nearly tell each form. So every number of them, and whether there are enough forms for any, is
   changed by chance and rounded, once, when it is counted. Whatever the true numbers are, everything that is shown of
   pairs could have been shown: it makes nothing certain, together with whatever else is known. And as rows and columns
   are those whose own numbers are shown, adding up pairs tells nothing of what those tables hide. Pairs of several
   counts are added up too: of different forms, each with a chance of its own, and of nothing but what each shows.

The tests prove it against somebody who knows all of this and has unlimited time (`tests/participation/attack.py`).
"""

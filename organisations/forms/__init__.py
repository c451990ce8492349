"""The forms through which people who are no experts change an entry: one for each section of it.

They know documents only. Who may open which form, and what becomes of the document, is a matter of the pages.
`section_form` and `EntryForm` (entry.py) are the entrance, SECTIONS (sections.py) says which there are.
"""

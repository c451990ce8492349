"""Questionnaires: content.py says what is asked, answers.py reads a form, filling.py keeps it, offers.py proposes."""

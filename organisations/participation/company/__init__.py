"""Coming along: somebody asks for company, one mentor after the other is asked, both say how it was."""

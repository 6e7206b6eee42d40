"""Reading a roster: the file → a table → rows → a plan of what would change.

Nothing here knows the database: `people.models.roster` brings what is known and writes the plan.
"""

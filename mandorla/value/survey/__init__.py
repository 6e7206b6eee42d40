"""A survey of one's own: two files → sheets → answers, or what is wrong, by row and column.

Nothing here knows the database. `value.bringing` counts what was read as a round.
"""

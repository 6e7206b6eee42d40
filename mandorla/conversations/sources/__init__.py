"""Readers of conversations: a file somebody exported in, posts without their text out.

They know neither Django nor the clock. `readers.READERS` lists them.
"""

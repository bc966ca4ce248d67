"""Mails: how a template becomes a message, and how a message is handed to a server once.

Knows SMTP and a journal, and neither the database nor pages. Its courier runs as a process of its own.
"""

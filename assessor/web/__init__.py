"""The pages, by audience: public/, shared/, auth/, candidate/, staff/.

May not live here: SQL, tables, sandbox providers, rules. A view reads the request, calls one service inside a
unit of work and renders what comes back. Who may use a route is written in access.py, not in the view.
"""

"""The application database: tables, queries that hand out domain objects, migrations, the unit of work's session.

No rule of the product lives here (assessor.domain), nothing here commits on its own, and nobody above services
imports it.
"""

"""Whether the web process could write, and when it could not."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Identity
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base


class PulseRow(Base):
    """When a web process last wrote; one row. Its silence is an outage."""

    __tablename__ = "pulse"
    __table_args__ = (CheckConstraint("one", name="one"),)

    one: Mapped[bool] = mapped_column(primary_key=True, default=True)
    at: Mapped[datetime]


class OutageRow(Base):
    """Nobody could use the pages in this time; rows are only ever added."""

    __tablename__ = "outage"
    __table_args__ = (CheckConstraint("until_at > since_at", name="span"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    since_at: Mapped[datetime]
    until_at: Mapped[datetime] = mapped_column(index=True)

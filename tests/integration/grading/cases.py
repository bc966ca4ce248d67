"""Small problems of our own: a right answer, and a wrong one that a single feature of the data exposes."""

from __future__ import annotations

from dataclasses import dataclass

SHOPS = (
    "CREATE TABLE shop (id int PRIMARY KEY, town text NOT NULL)",
    "CREATE TABLE sale (shop_id int NOT NULL REFERENCES shop, day date NOT NULL, cents int)",
)
CREW = (
    "CREATE TABLE crew (id int PRIMARY KEY, name text NOT NULL, boss_id int REFERENCES crew, pay int NOT NULL)",
)


@dataclass(frozen=True)
class Case:
    """One feature."""

    feature: str
    ddl: tuple[str, ...]
    right: str
    wrong: str
    invariants: tuple[str, ...] = ()


FEATURES = (
    Case(
        "a parent without children",
        SHOPS,
        "SELECT s.id, count(a.day) FROM shop s LEFT JOIN sale a ON a.shop_id = s.id GROUP BY s.id",
        "SELECT s.id, count(a.day) FROM shop s JOIN sale a ON a.shop_id = s.id GROUP BY s.id",
    ),
    Case(
        "a group one too small",
        SHOPS,
        "SELECT shop_id FROM sale GROUP BY shop_id HAVING count(*) >= 4",
        "SELECT shop_id FROM sale GROUP BY shop_id HAVING count(*) >= 3",
    ),
    Case(
        "a group just big enough",
        SHOPS,
        "SELECT shop_id FROM sale GROUP BY shop_id HAVING count(*) >= 5",
        "SELECT shop_id FROM sale GROUP BY shop_id HAVING count(*) > 5",
    ),
    Case(
        "a tie at the top",
        CREW,
        "SELECT id FROM crew WHERE pay = (SELECT max(pay) FROM crew)",
        "SELECT id FROM crew ORDER BY pay DESC, id LIMIT 1",
    ),
    Case(
        "a tie at the second rank",
        CREW,
        "SELECT id FROM (SELECT id, dense_rank() OVER (ORDER BY pay DESC) AS r FROM crew) x WHERE r = 2",
        "SELECT id FROM (SELECT id, rank() OVER (ORDER BY pay DESC) AS r FROM crew) x WHERE r = 2",
    ),
    Case(
        "equal rows",
        ("CREATE TABLE visit (place text, day date)",),
        "SELECT place, day FROM visit",
        "SELECT DISTINCT place, day FROM visit",
    ),
    Case(
        "equal names under different keys",
        CREW,
        "SELECT name, count(*) FROM crew GROUP BY id, name",
        "SELECT name, count(*) FROM crew GROUP BY name",
    ),
    Case(
        "NULL in one column",
        SHOPS,
        "SELECT shop_id, count(*) FROM sale GROUP BY shop_id",
        "SELECT shop_id, count(cents) FROM sale GROUP BY shop_id",
    ),
    Case(
        "NULL inside NOT IN",
        CREW,
        "SELECT id FROM crew c WHERE NOT EXISTS (SELECT 1 FROM crew d WHERE d.boss_id = c.id)",
        "SELECT id FROM crew WHERE id NOT IN (SELECT boss_id FROM crew)",
    ),
    Case(
        "nothing at all",
        SHOPS,
        "SELECT coalesce(sum(cents), 0) FROM sale",
        "SELECT sum(coalesce(cents, 0)) FROM sale",
    ),
    Case(
        "one table empty",
        SHOPS,
        "SELECT s.id, (SELECT count(*) FROM sale) FROM shop s",
        "SELECT s.id, n.c FROM shop s CROSS JOIN (SELECT count(*) OVER () AS c FROM sale LIMIT 1) n",
    ),
    Case(
        "everything filtered out",
        SHOPS,
        "SELECT count(*) FROM sale WHERE cents > 5000",
        "SELECT count(*) FROM sale WHERE cents > 5000 HAVING count(*) > 0",
    ),
    Case(
        "a border of a number",
        SHOPS,
        "SELECT shop_id, day FROM sale WHERE cents BETWEEN 250 AND 900",
        "SELECT shop_id, day FROM sale WHERE cents >= 250 AND cents < 900",
    ),
    Case(
        "the last day of a month in a leap year",
        SHOPS,
        "SELECT shop_id, cents FROM sale WHERE day >= '2024-02-01' AND day < '2024-03-01'",
        "SELECT shop_id, cents FROM sale WHERE day BETWEEN '2024-02-01' AND '2024-02-28'",
    ),
    Case(
        "the same month of another year",
        SHOPS,
        "SELECT shop_id, cents FROM sale WHERE extract(year FROM day) = 2023 AND extract(month FROM day) = 6",
        "SELECT shop_id, cents FROM sale WHERE extract(month FROM day) = 6",
    ),
    Case(
        "midnight in a time zone",
        ("CREATE TABLE call (id int PRIMARY KEY, at timestamptz NOT NULL)",),
        "SELECT id FROM call WHERE (at AT TIME ZONE 'America/New_York')::date = '2024-07-01'",
        "SELECT id FROM call WHERE (at AT TIME ZONE 'UTC')::date = '2024-07-01'",
    ),
    Case(
        "three rows in a row",
        ("CREATE TABLE day (id int PRIMARY KEY, guests int NOT NULL)",),
        "SELECT a.id FROM day a JOIN day b ON b.id = a.id + 1 JOIN day c ON c.id = a.id + 2"
        " WHERE a.guests > 80 AND b.guests > 80 AND c.guests > 80",
        "SELECT a.id FROM day a JOIN day b ON b.id > a.id JOIN day c ON c.id > b.id AND c.id = a.id + 2"
        " WHERE a.guests > 80 AND c.guests > 80",
    ),
    Case(
        "everything of a kind",
        (
            "CREATE TABLE part (id int PRIMARY KEY)",
            "CREATE TABLE supply (firm int NOT NULL, part_id int NOT NULL REFERENCES part)",
        ),
        "SELECT firm FROM supply GROUP BY firm HAVING count(DISTINCT part_id) = (SELECT count(*) FROM part)",
        "SELECT firm FROM supply GROUP BY firm HAVING count(part_id) = (SELECT count(*) FROM part)",
    ),
    Case(
        "just outside a pattern",
        ("CREATE TABLE file (id int PRIMARY KEY, name text NOT NULL)",),
        "SELECT id FROM file WHERE name LIKE '%.sql'",
        "SELECT id FROM file WHERE name LIKE '%sql%'",
    ),
    Case(
        "rows that only several conditions together select",
        (
            "CREATE TABLE tag (id int PRIMARY KEY, label text NOT NULL)",
            "CREATE TABLE note (id int PRIMARY KEY)",
            (
                "CREATE TABLE tagged (note_id int REFERENCES note, tag_id int REFERENCES tag,"
                " PRIMARY KEY (note_id, tag_id))"
            ),
        ),
        "SELECT n.id FROM note n WHERE EXISTS (SELECT 1 FROM tagged g JOIN tag t ON t.id = g.tag_id"
        " WHERE g.note_id = n.id AND t.label = 'urgent') AND EXISTS (SELECT 1 FROM tagged g JOIN tag t"
        " ON t.id = g.tag_id WHERE g.note_id = n.id AND t.label = 'open')",
        "SELECT g.note_id FROM tagged g JOIN tag t ON t.id = g.tag_id WHERE t.label IN ('urgent', 'open')"
        " GROUP BY g.note_id HAVING count(*) >= 2",
    ),
)

DDL = (
    Case(
        "composite and self references",
        (
            "CREATE TABLE seat (hall int, row int, PRIMARY KEY (hall, row))",
            (
                "CREATE TABLE booking (id int PRIMARY KEY, hall int, row int, after int REFERENCES booking,"
                " FOREIGN KEY (hall, row) REFERENCES seat)"
            ),
        ),
        "SELECT b.id FROM booking b LEFT JOIN booking a ON a.id = b.after WHERE a.hall = b.hall",
        "SELECT b.id FROM booking b LEFT JOIN booking a ON a.id = b.after WHERE a.row = b.row",
    ),
    Case(
        "tables that refer to each other",
        (
            "CREATE TABLE team (id int PRIMARY KEY, captain int)",
            "CREATE TABLE player (id int PRIMARY KEY, team int NOT NULL REFERENCES team)",
            "ALTER TABLE team ADD FOREIGN KEY (captain) REFERENCES player",
        ),
        "SELECT t.id, count(p.id) FROM team t LEFT JOIN player p ON p.team = t.id GROUP BY t.id",
        "SELECT t.id, count(*) FROM team t LEFT JOIN player p ON p.team = t.id GROUP BY t.id",
    ),
    Case(
        "enums, domains and checks",
        (
            "CREATE TYPE mood AS ENUM ('calm', 'cross')",
            "CREATE DOMAIN percent AS int CHECK (VALUE BETWEEN 0 AND 100) NOT NULL",
            "CREATE TABLE cat (id int PRIMARY KEY, mood mood, fill percent, low int, high int, CHECK (low < high))",
        ),
        "SELECT id FROM cat WHERE mood = 'calm' AND fill >= 90",
        "SELECT id FROM cat WHERE mood = 'calm' AND fill > 90",
    ),
    Case(
        "generated and identity columns",
        (
            (
                "CREATE TABLE box (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, w int NOT NULL, h int NOT NULL,"
                " area int GENERATED ALWAYS AS (w * h) STORED)"
            ),
        ),
        "SELECT id FROM box WHERE area >= 12",
        "SELECT id FROM box WHERE area > 12",
    ),
    Case(
        "arrays",
        ("CREATE TABLE poll (id int PRIMARY KEY, picks int[] NOT NULL)",),
        "SELECT id, cardinality(picks) FROM poll",
        "SELECT id, count(*) FROM poll, unnest(picks) GROUP BY id",
    ),
    Case(
        "documents",
        ("CREATE TABLE event (id int PRIMARY KEY, body jsonb NOT NULL)",),
        "SELECT id FROM event WHERE body ->> 'kind' = 'click'",
        "SELECT id FROM event WHERE body ? 'kind'",
    ),
    Case(
        "ranges",
        ("CREATE TABLE stay (id int PRIMARY KEY, nights daterange NOT NULL)",),
        "SELECT id FROM stay WHERE nights @> date '2024-05-10'",
        "SELECT id FROM stay WHERE lower(nights) <= '2024-05-10'",
    ),
    Case(
        "unique columns and fixed lengths",
        ("CREATE TABLE plate (id int PRIMARY KEY, code varchar(3) UNIQUE)",),
        "SELECT count(*) FROM plate",
        "SELECT count(code) FROM plate",
    ),
    Case(
        "an invariant over several rows",
        (
            (
                "CREATE TABLE shift (person int, kind text CHECK (kind IN ('in', 'out')), at int NOT NULL,"
                " PRIMARY KEY (person, kind))"
            ),
        ),
        "SELECT i.person, o.at - i.at FROM shift i JOIN shift o USING (person)"
        " WHERE i.kind = 'in' AND o.kind = 'out'",
        "SELECT person, max(at) - 1 FROM shift GROUP BY person",
        (
            (
                "NOT EXISTS (SELECT 1 FROM shift GROUP BY person HAVING count(*) <> 2"
                " OR max(at) FILTER (WHERE kind = 'in') >= max(at) FILTER (WHERE kind = 'out'))"
            ),
        ),
    ),
)

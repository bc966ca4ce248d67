CREATE TABLE venue (
    venue_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL,
    time_zone  text NOT NULL,            -- 'Europe/Lisbon'
    doors      time NOT NULL             -- when the house opens, by its own clock
);

CREATE TABLE hall (
    hall_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    venue_id  bigint NOT NULL REFERENCES venue,
    name      text NOT NULL,
    UNIQUE (venue_id, name)
);

CREATE TABLE seat (
    seat_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hall_id  bigint NOT NULL REFERENCES hall,
    row_name text NOT NULL,
    number   int  NOT NULL CHECK (number > 0),
    UNIQUE (hall_id, row_name, number)
);

CREATE TABLE artist (
    artist_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      text NOT NULL,
    rider     jsonb CHECK (jsonb_typeof(rider) = 'object')  -- as they send it
);

-- country, genre, agreed pay and whatever we may need later
CREATE TABLE artist_attribute (
    artist_id bigint NOT NULL REFERENCES artist,
    name      text NOT NULL,
    value     text,
    PRIMARY KEY (artist_id, name)
);

CREATE TABLE event (
    event_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hall_id      bigint NOT NULL REFERENCES hall,
    artist_id    bigint NOT NULL REFERENCES artist,
    title        text NOT NULL,
    begins_at    timestamp NOT NULL,
    ends_at      timestamp NOT NULL,
    promoter_ids text NOT NULL,          -- '17,23': ids of table promoter
    details      jsonb NOT NULL,         -- {"status": "on_sale", "min_age": 16}
    -- Copy of count(*) of valid tickets: lists read it 2,000 times a second. Trigger
    -- ticket_counts keeps it, job check-counts compares both every night.
    sold         int NOT NULL DEFAULT 0 CHECK (sold >= 0),
    CHECK (ends_at > begins_at),
    UNIQUE (hall_id, begins_at)          -- one event at a time
);
CREATE INDEX ON event (artist_id);

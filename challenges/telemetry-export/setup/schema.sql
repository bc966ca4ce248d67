CREATE TABLE reading (
    device text NOT NULL,
    taken_at timestamptz NOT NULL,
    metric text NOT NULL,
    value double precision,
    PRIMARY KEY (device, taken_at, metric)
);

-- Tables come from devices of many makers, and so do their names.
CREATE TABLE "Alarm log" (
    "No." integer PRIMARY KEY,
    device text NOT NULL,
    "said ""by""" text,
    "Order" integer
);

CREATE TABLE access_key (
    device text PRIMARY KEY,
    secret text NOT NULL
);

-- What may be exported: columns of tables in the schema public, by their exact names.
CREATE TABLE exportable (
    table_name text NOT NULL,
    column_name text NOT NULL,
    PRIMARY KEY (table_name, column_name)
);
INSERT INTO exportable VALUES
    ('reading', 'device'), ('reading', 'taken_at'), ('reading', 'metric'), ('reading', 'value'),
    ('Alarm log', 'No.'), ('Alarm log', 'device'), ('Alarm log', 'said "by"'), ('Alarm log', 'Order');

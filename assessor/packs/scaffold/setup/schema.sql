CREATE TABLE shop (
    shop_id integer PRIMARY KEY,
    city    text NOT NULL
);

CREATE TABLE visit (
    visit_id   integer PRIMARY KEY,
    shop_id    integer NOT NULL REFERENCES shop,
    visited_on date NOT NULL
);

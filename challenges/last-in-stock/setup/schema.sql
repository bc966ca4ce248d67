CREATE TABLE item (
    item_id integer PRIMARY KEY,
    name text NOT NULL,
    on_hand integer NOT NULL,
    reserved integer NOT NULL DEFAULT 0
);

CREATE TABLE reservation (
    reservation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id integer NOT NULL REFERENCES item,
    customer text NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0)
);
CREATE INDEX reservation_item ON reservation (item_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON item, reservation TO shop;

CREATE TABLE product (
    product_id integer PRIMARY KEY,
    category text NOT NULL,
    price numeric(10, 2),
    stock integer NOT NULL DEFAULT 0
);

CREATE TABLE price_change (
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id integer NOT NULL,
    old_price numeric(10, 2),
    new_price numeric(10, 2),
    changed_by text NOT NULL
);

CREATE TABLE category_total (
    category text PRIMARY KEY,
    products integer NOT NULL,
    total numeric(14, 2) NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON product TO shop;
GRANT SELECT ON price_change, category_total TO shop;

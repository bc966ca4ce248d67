CREATE TABLE category (
    category_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE
);

CREATE TABLE product (
    sku text PRIMARY KEY,
    category_id integer NOT NULL REFERENCES category,
    title text NOT NULL CHECK (title <> ''),
    price double precision NOT NULL CHECK (price > 0 AND price::numeric = round(price::numeric, 2)),
    attributes jsonb NOT NULL CHECK (jsonb_typeof(attributes) = 'object'),
    -- What is not there is NULL to jsonb_typeof, a JSON null is not.
    CHECK (
        CASE jsonb_typeof(attributes -> 'weight_g')
            WHEN 'number' THEN (attributes ->> 'weight_g')::numeric > 0
            ELSE NOT attributes ? 'weight_g'
        END
    ),
    CHECK (
        CASE jsonb_typeof(attributes -> 'ean')
            WHEN 'string' THEN attributes ->> 'ean' ~ '^[0-9]{13}$'
            ELSE NOT attributes ? 'ean'
        END
    )
);
CREATE INDEX product_category ON product (category_id);
CREATE UNIQUE INDEX product_ean ON product ((attributes ->> 'ean'));
CREATE INDEX product_attributes ON product USING gin (attributes jsonb_path_ops);

CREATE FUNCTION add_category(p_name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO category (name) VALUES (p_name)
$$;

CREATE FUNCTION rename_category(p_old text, p_new text) RETURNS void LANGUAGE sql AS $$
    UPDATE category SET name = p_new WHERE name = p_old
$$;

CREATE FUNCTION put_product(p_sku text, p_category text, p_title text, p_price numeric, p_attributes jsonb)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO product (sku, category_id, title, price, attributes)
    VALUES (p_sku, (SELECT category_id FROM category WHERE name = p_category), p_title, p_price, p_attributes)
    ON CONFLICT (sku) DO UPDATE SET
        category_id = excluded.category_id,
        title = excluded.title,
        price = excluded.price,
        attributes = excluded.attributes
$$;

CREATE FUNCTION find_products(p_category text, p_attributes jsonb)
RETURNS TABLE (sku text, title text, price numeric) LANGUAGE sql STABLE AS $$
    SELECT p.sku, p.title, p.price::numeric
    FROM product AS p JOIN category AS c USING (category_id)
    WHERE c.name = p_category AND p.attributes @> p_attributes
$$;

CREATE VIEW products AS
SELECT p.sku, c.name AS category, p.title, p.price::numeric, p.attributes
FROM product AS p JOIN category AS c USING (category_id);

GRANT SELECT, INSERT, UPDATE ON category, product, products TO shop;

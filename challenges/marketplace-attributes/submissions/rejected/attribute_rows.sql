CREATE TABLE category (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE product (
    sku text PRIMARY KEY,
    category integer NOT NULL REFERENCES category,
    title text NOT NULL CHECK (title <> ''),
    price numeric(12, 2) NOT NULL CHECK (price > 0)
);
CREATE INDEX ON product (category);
CREATE TABLE attribute (
    sku text NOT NULL REFERENCES product,
    name text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (sku, name)
);
CREATE INDEX ON attribute (name, value);

CREATE FUNCTION add_category(p_name text) RETURNS void LANGUAGE sql AS 'INSERT INTO category (name) VALUES (p_name)';
CREATE FUNCTION rename_category(p_old text, p_new text) RETURNS void LANGUAGE sql
AS 'UPDATE category SET name = p_new WHERE name = p_old';
CREATE FUNCTION put_product(p_sku text, p_category text, p_title text, p_price numeric, p_attributes jsonb)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO product VALUES (p_sku, (SELECT id FROM category WHERE name = p_category), p_title, p_price)
    ON CONFLICT (sku) DO UPDATE SET category = excluded.category, title = excluded.title, price = excluded.price;
    DELETE FROM attribute WHERE sku = p_sku;
    INSERT INTO attribute SELECT p_sku, key, value FROM jsonb_each_text(p_attributes)
$$;
CREATE FUNCTION find_products(p_category text, p_attributes jsonb)
RETURNS TABLE (sku text, title text, price numeric) LANGUAGE sql STABLE AS $$
    SELECT p.sku, p.title, p.price FROM product AS p JOIN category AS c ON c.id = p.category
    WHERE c.name = p_category AND NOT EXISTS (
        SELECT FROM jsonb_each_text(p_attributes) AS wanted
        WHERE NOT EXISTS (SELECT FROM attribute AS a WHERE a.sku = p.sku AND a.name = wanted.key AND a.value = wanted.value)
    )
$$;
CREATE VIEW products AS
SELECT p.sku, c.name AS category, p.title, p.price,
       coalesce((SELECT jsonb_object_agg(a.name, a.value) FROM attribute AS a WHERE a.sku = p.sku), '{}') AS attributes
FROM product AS p JOIN category AS c ON c.id = p.category;
GRANT SELECT, INSERT, UPDATE, DELETE ON category, product, attribute, products TO shop;
GRANT USAGE ON SEQUENCE category_id_seq TO shop;

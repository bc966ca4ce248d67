-- The whole product is one document; what every product has is taken out of it as generated columns with their own rules.
CREATE TABLE kind (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, label text NOT NULL UNIQUE);
CREATE TABLE item (
    sku text PRIMARY KEY,
    kind integer NOT NULL REFERENCES kind,
    body jsonb NOT NULL,
    title text GENERATED ALWAYS AS (body ->> 'title') STORED NOT NULL,
    price numeric GENERATED ALWAYS AS ((body ->> 'price')::numeric) STORED NOT NULL,
    extra jsonb GENERATED ALWAYS AS (body -> 'extra') STORED NOT NULL,
    ean text GENERATED ALWAYS AS (body -> 'extra' ->> 'ean') STORED UNIQUE,
    CONSTRAINT a_title CHECK (title <> ''),
    CONSTRAINT cents CHECK (price > 0 AND scale(trim_scale(price)) <= 2),
    CONSTRAINT an_object CHECK (jsonb_typeof(extra) = 'object'),
    CONSTRAINT a_weight CHECK (NOT extra ? 'weight_g' OR extra @@ '$.weight_g > 0' IS TRUE),
    CONSTRAINT an_ean CHECK (NOT extra ? 'ean' OR (jsonb_typeof(extra -> 'ean') = 'string' AND ean ~ '^\d{13}$'))
);
CREATE INDEX ON item (kind);
CREATE INDEX ON item USING gin (extra jsonb_path_ops);

CREATE FUNCTION add_category(p_name text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS 'INSERT INTO kind (label) VALUES (p_name)';
CREATE FUNCTION rename_category(p_old text, p_new text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS 'UPDATE kind SET label = p_new WHERE label = p_old';
CREATE FUNCTION put_product(p_sku text, p_category text, p_title text, p_price numeric, p_attributes jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    document jsonb := jsonb_strip_nulls(jsonb_build_object('title', p_title, 'price', p_price))
        || CASE WHEN p_attributes IS NULL THEN '{}' ELSE jsonb_build_object('extra', p_attributes) END;
BEGIN
    INSERT INTO item (sku, kind, body) VALUES (p_sku, (SELECT id FROM kind WHERE label = p_category), document)
    ON CONFLICT (sku) DO UPDATE SET kind = excluded.kind, body = excluded.body;
END
$$;
CREATE FUNCTION find_products(p_category text, p_attributes jsonb)
RETURNS TABLE (sku text, title text, price numeric) LANGUAGE sql STABLE AS $$
    SELECT i.sku, i.title, i.price FROM item AS i JOIN kind AS k ON k.id = i.kind WHERE k.label = p_category AND i.extra @> p_attributes
$$;
CREATE VIEW products AS
SELECT i.sku, k.label AS category, i.title, i.price, i.extra AS attributes FROM item AS i JOIN kind AS k ON k.id = i.kind;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO shop;
GRANT SELECT ON kind, item, products TO shop;

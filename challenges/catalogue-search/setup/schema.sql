-- A marketplace for outdoor gear: what sellers offer, in the words and the language they chose.
CREATE TABLE product (
    product_id   integer PRIMARY KEY,
    language     text,
    title        text NOT NULL,
    brand        text,
    description  text,
    stock        integer CHECK (stock >= 0),
    rating       numeric(2, 1) CHECK (rating BETWEEN 1 AND 5),
    withdrawn_at timestamp,
    search       tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector(CASE language WHEN 'en' THEN 'english'::regconfig WHEN 'de' THEN 'german'::regconfig
                                            ELSE 'simple'::regconfig END, title), 'A') ||
        setweight(to_tsvector(CASE language WHEN 'en' THEN 'english'::regconfig WHEN 'de' THEN 'german'::regconfig
                                            ELSE 'simple'::regconfig END, coalesce(brand, '')), 'B') ||
        setweight(to_tsvector(CASE language WHEN 'en' THEN 'english'::regconfig WHEN 'de' THEN 'german'::regconfig
                                            ELSE 'simple'::regconfig END, coalesce(description, '')), 'D')
    ) STORED
);

CREATE INDEX product_search_idx ON product USING gin (search);

COMMENT ON COLUMN product.language IS 'Of the texts, as the seller said: en, de, fr, nl and others. NULL: not said.';
COMMENT ON COLUMN product.stock IS 'Pieces. 0: sold out. NULL: made to order, can always be bought.';
COMMENT ON COLUMN product.rating IS 'Stars, the mean of all. NULL: not rated yet.';
COMMENT ON COLUMN product.withdrawn_at IS 'NULL: on offer.';

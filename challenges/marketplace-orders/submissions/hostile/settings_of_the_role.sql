CREATE INDEX ON orders (seller_id, placed_at);
ALTER ROLE candidate SET enable_seqscan = off;

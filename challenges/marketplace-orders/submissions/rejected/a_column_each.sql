CREATE INDEX ON orders (placed_at);
CREATE INDEX ON orders (total_cents);
CREATE INDEX ON orders (coupon);

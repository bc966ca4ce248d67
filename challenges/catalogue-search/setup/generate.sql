-- assessor.scale = hundreds of products. A few kinds of goods are most of the catalogue, tents a small part; half of it
-- is in English, the rest in German, other languages or one that nobody has said; texts repeat as sellers' texts do.
INSERT INTO product (product_id, language, title, brand, description, stock, rating, withdrawn_at)
SELECT n,
       CASE WHEN l < 0.52 THEN 'en' WHEN l < 0.78 THEN 'de' WHEN l < 0.83 THEN 'fr' WHEN l < 0.86 THEN 'nl' END,
       CASE WHEN k < 0.008 OR a > 0.2 THEN
           (ARRAY['Compact ', 'Ultralight ', 'Trail ', 'Waterproof ', 'Warm ', 'ULTRA ', 'Kids ', 'Classic ', 'Ultra-Light '])
               [1 + floor(9 * a)::int]
           ELSE '' END ||
       CASE WHEN k < 0.008 THEN
           (ARRAY['Tent', 'Tarp', 'Tent for Two', 'Tent Pegs', 'Family Tent for Four', 'Tents for two', 'Zelt - Tent for Two',
                  'Tent for Three', 'Tente - tent for two', 'Two Sleeping Bags, one Tent'])[1 + floor(10 * k / 0.008)::int]
           ELSE
           (ARRAY['Backpack', 'Jacket', 'Sleeping Bag', 'Stove', 'Headlamp', 'Bottle', 'Poles', 'Rope', 'Mat', 'Cooking Set'])
               [1 + floor(10 * power(k, 1.7))::int]
           END ||
       (ARRAY['', '', '', ' (used)', ' 2024', ' NEW!!'])[1 + floor(6 * s)::int],
       (ARRAY['Nordwand', 'Fjellvik', 'Kestrel', 'Alpinist & Co', 'Two Rivers'])[1 + floor(7 * b)::int],
       CASE WHEN d < 0.004 THEN
           (ARRAY['Goes well with any tent for two.', 'Ultra compact, a tent for two.', 'Content for two evenings.',
                  'Tent for two. ULTRALEICHT!', 'Weather-proof tents for two kids.'])[1 + floor(5 * d / 0.004)::int]
       WHEN d > 0.06 THEN
           (ARRAY['Light and strong.', 'Ultralight, tested in the Alps.', 'Used twice, no holes.', 'Leicht und robust.',
                  'As good as new, the kids have grown.', '<b>Ultra compact</b> when packed.', 'Wie neu.',
                  'Content: one bag, one manual.', 'Kids love it.', 'Room for two, we have tried.'])[1 + floor(10 * d)::int]
       END || (ARRAY['', '', ' Pick up only.', ' Sent within two days.', ' Abholung.', ' For sale as seen.', ' Ultra warm.', ' Neu.'])
           [1 + floor(8 * e)::int],
       CASE WHEN t < 0.10 THEN 0 WHEN t < 0.35 THEN NULL ELSE 1 + floor(40 * power(t, 6))::int END,
       CASE WHEN r > 0.30 THEN round((5 - 4 * power((1 - r) / 0.7, 3))::numeric, 1) END,
       CASE WHEN w < 0.07 THEN timestamp '2026-01-01' + interval '1 hour' * floor(w * 60000) END
FROM (
    SELECT n, random() AS l, random() AS a, random() AS k, random() AS s, random() AS b, random() AS d, random() AS e,
           random() AS t, random() AS r, random() AS w
    FROM generate_series(1, 100 * current_setting('assessor.scale')::int) AS n
    OFFSET 0
) AS x;

CREATE TABLE stop    (id bigint PRIMARY KEY, place geography(Point, 4326) NOT NULL);      -- 3 million pick-up points
CREATE TABLE depot   (id bigint PRIMARY KEY, place geometry(Point, 4326) NOT NULL);       -- 40,000
CREATE TABLE address (id bigint PRIMARY KEY, place geometry(Point, 4326) NOT NULL);       -- 30 million
CREATE TABLE zone    (id bigint PRIMARY KEY, area geometry(MultiPolygon, 25832) NOT NULL);   -- 12,000; metres (UTM 32N)
CREATE TABLE region  (id bigint PRIMARY KEY, area geometry(MultiPolygon, 4326) NOT NULL);    -- 400
CREATE TABLE track   (van_id bigint, at timestamptz, place geometry(Point, 4326) NOT NULL);  -- 400 million
CREATE TABLE zone_part (zone_id bigint, area geometry(Polygon, 25832) NOT NULL);

CREATE INDEX stop_place_idx ON stop USING gist (place);
CREATE INDEX depot_place_idx ON depot USING gist (place);
CREATE INDEX address_metres_idx ON address USING gist (ST_Transform(place, 25832));
CREATE INDEX zone_area_idx ON zone USING gist (area);
CREATE INDEX zone_part_area_idx ON zone_part USING gist (area);
CREATE INDEX track_place_idx ON track (place);

CREATE TABLE station (station_id int PRIMARY KEY, name text NOT NULL, city text NOT NULL);
CREATE TABLE member  (member_id bigint PRIMARY KEY, name text NOT NULL, cancelled_on date,
                      invited_by bigint REFERENCES member);
CREATE TABLE ride    (ride_id bigint PRIMARY KEY, bike_id int NOT NULL, member_id bigint REFERENCES member,
                      from_station int NOT NULL REFERENCES station, to_station int REFERENCES station,
                      started_at timestamptz NOT NULL, ended_at timestamptz, stars int);
CREATE TABLE payment (payment_id bigint PRIMARY KEY, ride_id bigint NOT NULL, paid_on date NOT NULL, amount numeric NOT NULL);
CREATE TABLE refund  (refund_id bigint PRIMARY KEY, ride_id bigint NOT NULL, amount numeric NOT NULL);
CREATE TABLE station_day    (station_id int, day date, rides int NOT NULL, PRIMARY KEY (station_id, day));
CREATE TABLE city_month     (city text, month date, rides int NOT NULL, PRIMARY KEY (city, month));
CREATE TABLE member_setting (member_id bigint PRIMARY KEY, language text);

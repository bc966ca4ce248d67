CREATE TABLE carrier (
    carrier_id integer PRIMARY KEY,
    name text NOT NULL
);
INSERT INTO carrier VALUES (1, 'Own vans'), (2, 'Northern Freight'), (3, 'Quick Parcel');

CREATE TABLE shipment (
    shipment_id bigint PRIMARY KEY,
    region text NOT NULL,
    booked_on date NOT NULL,
    weight numeric(8, 2),
    arrived_on date
);

GRANT SELECT ON carrier TO desk;
GRANT SELECT, INSERT, UPDATE ON shipment TO desk;

  -- V087 Tax rates by country.
  CREATE TABLE tax_rate (
      country char(2) PRIMARY KEY,
      percent numeric(5,2) NOT NULL CHECK (percent >= 0)
  );
  INSERT INTO tax_rate VALUES ('AT', 20), ('DE', 19), ('FR', 20);
+ ALTER TABLE tax_rate ADD COLUMN valid_from date NOT NULL DEFAULT '2020-01-01';
+ INSERT INTO tax_rate VALUES ('PL', 23);

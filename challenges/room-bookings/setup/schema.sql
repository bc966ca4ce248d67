-- The database is empty: the tables are yours.
GRANT USAGE ON SCHEMA public TO desk;

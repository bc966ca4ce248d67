-- on db1
# Its files as they are, without the WAL that a faulty machine has written.
tar -cf /archive/db1.tar -C data .

-- on db2
pg_ctl stop -s -w -m fast
rm -rf data
mkdir -m 700 data
tar -xf /archive/db1.tar -C data
rm /archive/db1.tar
pg_resetwal -f data > /dev/null
pg_ctl start -s -w -l log

SELECT add_room('Elm', 8), add_room('Oak', 4), add_room('Fir', 12);
SELECT add_person('cleo@mail.example', 'Cleo Falk'), add_person('dag@mail.example', 'Dag Holt');
SELECT book('Elm', 'cleo@mail.example', '[2031-03-04 09:00+00,2031-03-04 10:00+00)');
SELECT book('Elm', 'dag@mail.example', '[2031-03-04 12:00+00,2031-03-04 13:00+00)');
SELECT book('Oak', 'cleo@mail.example', '[2031-03-04 09:00+00,2031-03-04 11:00+00)');

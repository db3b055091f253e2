-- One of the numbers from 0 on.
INSERT INTO load_numbers (number) VALUES (:number);

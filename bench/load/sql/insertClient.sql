-- One client of the load; :topEndpoints a JSON array.
INSERT INTO load_clients (client, client_ip, family, version, top_endpoints)
VALUES (:client, :clientIp, :family, :version, :topEndpoints);

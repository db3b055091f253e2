-- Has the server tell this session of each commit (sql/postgres/connection/announceCommit.sql).
LISTEN mockforge_analytics;

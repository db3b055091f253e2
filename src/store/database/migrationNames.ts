/** The steps of the schema, in the order in which they are applied. Whoever only reads needs no more of them. */
export const migrationNames = [
  '0001_design',
  '0002_collecting',
  '0003_upsert_keys',
  '0004_clients_and_snapshots',
  '0005_failure_hours',
  '0006_failing_clients',
] as const;

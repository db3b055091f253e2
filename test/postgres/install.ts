/** `node out/test/postgres/install.js` brings PostgreSQL, so that tests that run side by side find it there. */
import { installPostgresPackages, postgresSupported } from './postgresPackages';

async function main(): Promise<void> {
  if (postgresSupported()) await installPostgresPackages();
  else
    console.log('Tests with PostgreSQL are skipped: there is no package of it for this machine.');
}

main().catch((error: unknown) => {
  console.error(String(error));
  process.exitCode = 1;
});

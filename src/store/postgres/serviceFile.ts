import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '../../domain/errorMessage';
import { StoreError } from '../storeError';
import type { Parameters } from './connectionString';
import { parameterNamed } from './connectionString';
import type { Environment } from './userFile';
import { userFile } from './userFile';

/**
 * The parameters of a service, from the user's file or else that of the system, as libpq reads them:
 * https://www.postgresql.org/docs/current/libpq-pgservice.html.
 * @throws StoreError where no file has it, and for a file that cannot be read
 */
export function serviceParameters(service: string, environment: Environment): Parameters {
  const systemFolder = environment['PGSYSCONFDIR'];
  const files = [
    environment['PGSERVICEFILE'] || userFile('services', environment),
    ...(systemFolder ? [join(systemFolder, 'pg_service.conf')] : []),
  ];
  for (const file of files.filter((path) => existsSync(path))) {
    const parameters = parametersIn(file, service);
    if (parameters) return parameters;
  }
  throw new StoreError({ kind: 'service_unknown', service, files });
}

function parametersIn(file: string, service: string): Parameters | undefined {
  let found: Parameters | undefined;
  let isWanted = false;
  for (const [index, written] of textOf(file).split(/\r?\n/).entries()) {
    const line = written.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, section] = /^\[(.*)\]/.exec(line) ?? [];
    if (section !== undefined) {
      if (found) return found;
      isWanted = section === service;
      if (isWanted) found = {};
    } else if (isWanted) {
      const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(line) ?? [];
      const known = parameterNamed(name);
      // A service that names a service would lead in circles.
      if (!known || known === 'service') {
        throw new StoreError({ kind: 'service_line', file, line: index + 1 });
      }
      found = { ...found, [known]: value };
    }
  }
  return found;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StoreError({ kind: 'server_file_unreadable', path, reason: errorMessage(error) });
  }
}

import { deepEqual } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';
import { repositoryRoot } from './repository';

/** Asserts that a text is XML that is valid by test/fixtures/junit.xsd. */
export async function assertJunit(xml: string): Promise<void> {
  const path = join(repositoryRoot(), 'test', 'fixtures', 'junit.xsd');
  const schema = await readFile(path, 'utf8');
  const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: xml }, schema });
  deepEqual(
    errors.map(({ message }) => message),
    [],
  );
}

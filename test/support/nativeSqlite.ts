import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { editorPaths, hostedVsCodeSupported, installHostPackages } from '../host/hostPackages';

/** A value of a row, as native SQLite gives it. */
type NativeValue = string | number | null;
export type NativeRow = Readonly<Record<string, NativeValue>>;

const installMs = 10 * 60_000;

/** Reads `[file, sql, parameters]` and prints the rows. */
const program = `
  const { DatabaseSync } = require('node:sqlite');
  const [file, sql, parameters] = JSON.parse(process.argv[1]);
  const database = new DatabaseSync(file, { readOnly: true });
  console.log(JSON.stringify(database.prepare(sql).all(parameters)));`;

/** This Node, or where it is too old to have SQLite, the one that the tests of the editor bring; undefined without. */
export function nodeWithSqlite(): string | undefined {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const { node } = editorPaths('newest');
  return existsSync(node) ? node : undefined;
}

/** Lets the tests of a describe block call nativeRows(); skips them where there is no such SQLite. */
export function useNativeSqlite(): void {
  before(async function () {
    this.timeout(installMs);
    if (nodeWithSqlite() !== undefined) return;
    if (!hostedVsCodeSupported()) this.skip();
    await installHostPackages();
  });
}

/**
 * What the SQLite that is built into Node finds in a file: not the one that wrote it. The file is only read, and no
 * sidecar is looked at.
 */
export function nativeRows(
  file: string,
  sql: string,
  parameters: NativeRow = {},
): readonly NativeRow[] {
  const node = nodeWithSqlite();
  if (node === undefined) throw new Error('There is no Node with SQLite: call useNativeSqlite().');
  const words = ['--no-warnings', '-e', program, JSON.stringify([file, sql, parameters])];
  const out = execFileSync(node, words, { encoding: 'utf8', maxBuffer: 100_000_000 });
  return JSON.parse(out) as readonly NativeRow[];
}

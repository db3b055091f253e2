import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { contractCoverage } from '../definition/contractCoverage';
import type { Definition, NamedText } from '../definition/definition';
import { matchOperations } from '../definition/matchOperations';
import { readDefinition } from '../definition/readDefinition';
import { undefinedOperations } from '../definition/undefinedOperations';
import { errorMessage } from '../domain/errorMessage';
import type { TimeWindow } from '../domain/range';
import { internalEndpointPatterns } from '../mockforge/paths';
import type { Answers } from '../protocol/answers';
import type { ContractCoverage, UndefinedOperation } from '../protocol/contractCoverage';
import type { QueryClient } from '../store/reader/queryClient';
import { CommandError } from './usageError';

/** What a document defines, and what it is called. */
export type NamedDefinition = Definition & { readonly name: string };

/**
 * What API documents define.
 * @throws CommandError for a file that cannot be read or is no API document
 */
export function readDefinitions(files: readonly string[]): Promise<readonly NamedDefinition[]> {
  return Promise.all(files.map(definitionIn));
}

/** What of the documents was called in a span, and what was answered there. */
export async function readApiCoverage(
  { reads }: QueryClient,
  documents: readonly NamedDefinition[],
  span: TimeWindow,
): Promise<{
  readonly coverage: ContractCoverage;
  readonly notDefined: readonly UndefinedOperation[];
  readonly answers: Answers;
}> {
  const excludedEndpoints = internalEndpointPatterns;
  const answers = await reads.answers({ ...span, excludedEndpoints });
  const matched = documents.map((document) => ({
    ...{ name: document.name, operations: document.operations },
    endpoints: matchOperations(document, [], answers.endpoints),
  }));
  const coverage = contractCoverage(matched, answers.endpoints, excludedEndpoints);
  const notDefined = undefinedOperations(answers.endpoints, coverage.unknown);
  return { coverage, notDefined, answers };
}

async function definitionIn(file: string): Promise<NamedDefinition> {
  const path = resolve(file);
  const document = await textOf(path).catch((error: unknown) => {
    throw new CommandError(`${file} cannot be read: ${errorMessage(error)}`);
  });
  const definition = await readDefinition(document, readBeside);
  if (definition) return { ...definition, name: file };
  throw new CommandError(
    `${file} is no API document: it needs openapi: 3, swagger: "2.0" or MockForge's routes:, and must parse as YAML or JSON.`,
  );
}

/** Documents are read from the disk only, never from an address. */
async function readBeside(reference: string, base: string): Promise<NamedText | null> {
  if (/^[a-z][a-z\d+.-]+:/i.test(reference)) return null;
  const path = isAbsolute(reference) ? reference : join(dirname(base), reference);
  return textOf(path).catch(() => null);
}

async function textOf(path: string): Promise<NamedText> {
  return { name: path, text: await readFile(path, 'utf8') };
}

import { isRecord } from '../domain/isRecord';
import { parseOutsideJson } from '../domain/json';
import { formLine, isSecretName, jsonLine, longestBody, withoutSecrets } from '../domain/shownBody';
import type { DefinedOperation, NamedText, ReadReferenced } from './definition';
import type { DocumentPart } from './documentParts';
import { DocumentParts, itemParts, itemTexts, namedParts, partAt } from './documentParts';
import { textAt } from './outline';
import { plainValue } from './plainValue';
import { SchemaExamples } from './schemaExamples';
import { isTrue } from './schemaKeywords';

/** How often a document is passed over at most: once for each reference behind another. */
const mostRounds = 20;

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

/** A type of content with its parameters. */
const contentTypePattern =
  /^[\w.+-]{1,100}\/[\w.+-]{1,100}(?:\s*;\s*[\w-]+=(?:[\w.+-]+|"[\w .+-]*"))*$/;

/** The body that a document declares for an operation. */
export interface BodyExample {
  /** As the header Content-Type says it, in printable ASCII. */
  readonly contentType: string;
  /** JSON, a form or a text, on one line of printable ASCII; null where the document has none and none can be made. */
  readonly body: string | null;
}

/** A body as it is declared for one type of content. */
interface DeclaredBody {
  readonly contentType: string;
  /** What the document has as an example, in which secrets are replaced; undefined for none. */
  readonly written: unknown;
  /** An example that is made; undefined where none can be. */
  readonly make: () => unknown;
}

/** An example of the body that an operation takes; null where the document declares none, or does not parse. */
export async function bodyExample(
  document: NamedText,
  operation: Pick<DefinedOperation, 'method' | 'path'>,
  read: ReadReferenced,
): Promise<BodyExample | null> {
  const parts = new DocumentParts(document, read);
  for (let round = 0; round < mostRounds; round++) {
    const example = exampleIn(parts, operation);
    if (parts.isComplete) return example;
    await parts.readWanted();
  }
  return null;
}

function exampleIn(
  parts: DocumentParts,
  { method, path }: Pick<DefinedOperation, 'method' | 'path'>,
): BodyExample | null {
  const key = method.toLowerCase();
  const own = parts.at(['paths', path]);
  const item = partAt(own, key) ? own : parts.resolved(own);
  const operation = partAt(item, key);
  const requestBody = parts.resolved(partAt(operation, 'requestBody'));
  const declared = requestBody
    ? contentOf(parts, requestBody)
    : parametersOf(parts, [operation, item]);
  const examples = declared
    .filter(({ contentType }) => contentTypePattern.test(contentType))
    .sort((a, b) => rankOf(a.contentType) - rankOf(b.contentType))
    .map((one) => ({ contentType: one.contentType, body: bodyOf(one) }));
  return examples.find(({ body }) => body !== null) ?? examples[0] ?? null;
}

/** The content of OpenAPI 3, which names a type of content or several: those are sent as JSON. */
function contentOf(parts: DocumentParts, requestBody: DocumentPart): DeclaredBody[] {
  return [...namedParts(partAt(requestBody, 'content'))].map(([type, media]) => {
    const [named] = namedParts(partAt(media, 'examples')).values();
    const example = partAt(media, 'example') ?? partAt(parts.resolved(named ?? null), 'value');
    return declaredBody(parts, type.includes('*') ? json : type, {
      example,
      schema: partAt(media, 'schema'),
    });
  });
}

/** The parameters of Swagger 2: one that is the body, or the fields of a form. */
function parametersOf(
  parts: DocumentParts,
  [operation, item]: readonly (DocumentPart | null)[],
): DeclaredBody[] {
  const parameters = [operation, item]
    .flatMap((part) => itemParts(partAt(part ?? null, 'parameters')))
    .map((parameter) => parts.resolved(parameter));
  const isIn =
    (place: string) =>
    (parameter: DocumentPart | null): parameter is DocumentPart =>
      parameter !== null && textAt(parameter.outline, 'in') === place;
  const body = parameters.find(isIn('body'));
  const fields = parameters.filter(isIn('formData'));
  if (!body && fields.length === 0) return [];
  const consumed = itemTexts(partAt(operation ?? null, 'consumes') ?? parts.at(['consumes']));
  if (body) {
    const types = consumed.length > 0 ? consumed : [json];
    const described = { example: partAt(body, 'x-example'), schema: partAt(body, 'schema') };
    return types.map((type) => declaredBody(parts, type, described));
  }
  const isFile = fields.some(({ outline }) => textAt(outline, 'type') === 'file');
  const isForm = !isFile && (consumed.length === 0 || consumed.includes(form));
  return [
    {
      contentType: isForm ? form : 'multipart/form-data',
      written: undefined,
      make: () => formOf(parts, fields),
    },
  ];
}

function declaredBody(
  parts: DocumentParts,
  contentType: string,
  { example, schema }: { example: DocumentPart | null; schema: DocumentPart | null },
): DeclaredBody {
  return {
    contentType,
    written: example ? withoutSecrets('', plainValue(example.outline)) : undefined,
    make: () => (schema ? new SchemaExamples(parts).of(schema) : undefined),
  };
}

/** The fields that are required, or all where none is. */
function formOf(parts: DocumentParts, fields: readonly DocumentPart[]): unknown {
  const required = fields.filter((field) => isTrue([field], 'required'));
  const made = (required.length > 0 ? required : fields).map((field) => {
    const name = textAt(field.outline, 'name') ?? '';
    const example = partAt(field, 'x-example');
    const value = example
      ? withoutSecrets(name, plainValue(example.outline))
      : new SchemaExamples(parts).of(field);
    const separator = separators.get(textAt(field.outline, 'collectionFormat') ?? 'csv');
    return [name, Array.isArray(value) && separator ? value.join(separator) : value] as const;
  });
  return made.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(made);
}

/** Where a list is not a field for each of its items. */
const separators: ReadonlyMap<string, string> = new Map([
  ['csv', ','],
  ['ssv', ' '],
  ['tsv', '\t'],
  ['pipes', '|'],
]);

/** JSON before forms, and these before what only a document itself can give an example of. */
function rankOf(contentType: string): number {
  if (contentType === json) return 0;
  if (isJsonType(contentType)) return 1;
  return isFormType(contentType) ? 2 : 3;
}

function isJsonType(contentType: string): boolean {
  return /^[^;]*[/+]json\s*(?:;|$)/i.test(contentType);
}

function isFormType(contentType: string): boolean {
  return /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType);
}

function bodyOf({ contentType, written, make }: DeclaredBody): string | null {
  const body = isJsonType(contentType)
    ? jsonOf(written ?? make())
    : isFormType(contentType)
      ? formText(written ?? make())
      : textLine(written, contentType);
  return body !== null && body.length <= longestBody ? body : null;
}

/** An example that is written as the text of an object is that object. */
function jsonOf(value: unknown): string | null {
  if (value === undefined) return null;
  const parsed = typeof value === 'string' ? parsedObject(value) : undefined;
  return jsonLine(parsed === undefined ? value : withoutSecrets('', parsed));
}

function formText(value: unknown): string | null {
  if (typeof value === 'string') return formLine(new URLSearchParams(value));
  if (!isRecord(value)) return null;
  const pairs = Object.entries(value).flatMap(([name, own]) =>
    (Array.isArray(own) ? own : [own]).map((one: unknown): [string, string] => [name, textOf(one)]),
  );
  return new URLSearchParams(pairs).toString();
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An object or a list; undefined for any other text. */
function parsedObject(text: string): unknown {
  try {
    const parsed = parseOutsideJson(text, longestBody);
    return isRecord(parsed) || Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A text that is one line, XML also of several; null where a word of it may name a secret, or a REST client a variable. */
function textLine(value: unknown, contentType: string): string | null {
  if (typeof value !== 'string') return null;
  const isXml = /[/+]xml\s*(?:;|$)/i.test(contentType);
  const line = isXml ? value.trim().replace(/\s*[\r\n]\s*/g, ' ') : value;
  const isPlain = /^[ -~]+$/.test(line) && !line.includes('{{');
  return isPlain && !line.match(/[\w.-]+/g)?.some(isSecretName) ? line : null;
}

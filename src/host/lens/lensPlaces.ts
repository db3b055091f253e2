import type {
  DefinedOperation,
  Definition,
  DefinitionFinding,
  TextPosition,
} from '../../definition/definition';

/** Something that is shown above a line of a document. */
export type LensPlace =
  | {
      readonly kind: 'operation';
      readonly line: number;
      readonly operation: DefinedOperation;
      /** The definition's position in the list of its operations, and the document that defines it. */
      readonly document: string;
      readonly position: number;
      /** What tells it from others above the same line, or from what stands there; null: nothing has to. */
      readonly label: 'method' | 'path' | null;
    }
  | {
      readonly kind: 'finding';
      readonly line: number;
      readonly document: string;
      readonly finding: DefinitionFinding;
    };

export type OperationPlace = LensPlace & { readonly kind: 'operation' };

/** What is shown in a document, of its own definition and of others that refer to it, by lines. */
export function lensPlaces(
  name: string,
  definitions: ReadonlyMap<string, Definition>,
): readonly LensPlace[] {
  const places: LensPlace[] = [];
  for (const [document, { operations, findings }] of definitions) {
    for (const [position, operation] of operations.entries()) {
      const { at, pathAt } = operation;
      const of = { kind: 'operation', operation, document, position } as const;
      if ((at.document ?? document) === name) places.push({ ...of, line: at.line, label: null });
      else if (document === name) places.push({ ...of, line: pathAt.line, label: 'method' });
    }
    if (document !== name) continue;
    for (const finding of findings) {
      if (finding.kind !== 'defined_twice')
        places.push({ kind: 'finding', line: finding.at.line, document, finding });
    }
  }
  const perLine = new Map<number, number>();
  for (const { line } of places) perLine.set(line, (perLine.get(line) ?? 0) + 1);
  return places
    .map((place) =>
      place.kind === 'operation' && place.label === null && (perLine.get(place.line) ?? 0) > 1
        ? { ...place, label: 'path' as const }
        : place,
    )
    .sort((a, b) => a.line - b.line);
}

/**
 * The operation in which a position is: the last one before it, as far as what stands between is indented as its content
 * is. On a path it is the path's first.
 * @param indentationOf columns before the text of a line; infinite without any text
 */
export function placeAround(
  places: readonly LensPlace[],
  { line, character }: TextPosition,
  indentationOf: (line: number) => number,
): OperationPlace | undefined {
  const operations = places.filter((place) => place.kind === 'operation');
  const ofLine = operations.filter((place) => place.line === line);
  const before = operations.findLast((place) => place.line < line);
  return (
    ofLine.findLast((place) => beginOf(place).character <= character) ??
    ofLine[0] ??
    (before && reaches(before, line, indentationOf) ? before : undefined) ??
    operations.find(({ operation }) => isOwnPath(operation, line))
  );
}

function reaches(
  place: OperationPlace,
  line: number,
  indentationOf: (line: number) => number,
): boolean {
  const { operation } = place;
  const { character } = beginOf(place);
  // The keys of a route stand below each other, the first of them is where it begins.
  const least = isRoute(operation) ? character : character + 1;
  for (let between = place.line + 1; between <= line; between++) {
    if (indentationOf(between) < least) return false;
  }
  return true;
}

/** Where what a place tells of begins in its document: the path where that refers to another one. */
function beginOf({ line, label, operation }: OperationPlace): TextPosition {
  return label === 'method' ? operation.pathAt : { line, character: operation.at.character };
}

function isRoute({ at, pathAt }: DefinedOperation): boolean {
  return at.line === pathAt.line && at.character === pathAt.character;
}

function isOwnPath({ at, pathAt }: DefinedOperation, line: number): boolean {
  return at.document === null && pathAt.line === line;
}

import type { DefinedOperation, Definition, DefinitionFinding } from '../../definition/definition';

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
  | { readonly kind: 'finding'; readonly line: number; readonly finding: DefinitionFinding };

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
        places.push({ kind: 'finding', line: finding.at.line, finding });
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

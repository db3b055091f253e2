/** A part of a text, in UTF-16 units: from, and up to but without; both the same where something is missing. */
export interface TextPlace {
  readonly from: number;
  readonly to: number;
}

/** The line and the column of a place, both from 1 on. */
export function lineAndColumn(
  text: string,
  { from }: TextPlace,
): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, from).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

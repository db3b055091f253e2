/** What is no character: SQLite's text functions end at NUL, and UTF-8 has no half of a surrogate pair. */
const noCharacter = /\0|\p{Surrogate}/gu;

/**
 * Text from outside as every table, file and message can hold it: what is no character is U+FFFD, and of more than
 * `longest` UTF-16 units only the beginning is kept, with `…` in the place of the rest.
 */
export function storableText(text: string, longest: number): string {
  const kept = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return kept.replace(noCharacter, '\ufffd');
}

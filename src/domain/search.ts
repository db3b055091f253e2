/** Whether a row's texts hold every word of a search, in any order and in small letters or capitals. */
export function matchesWords(search: string, texts: readonly (string | number | null)[]): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const own = texts.map((text) => String(text ?? '').toLowerCase());
  return words.every((word) => own.some((text) => text.includes(word)));
}

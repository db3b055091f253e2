/** The texts as they are written in the source, for what takes a `Localize`. */
export function english(text: string, ...values: string[]): string {
  return text.replace(/\{(\d+)\}/g, (_, index: string) => values[Number(index)] ?? '');
}

/** The command speaks English: a text with its arguments in the places {0}, {1}, ... */
export function english(text: string, ...values: readonly string[]): string {
  return text.replace(/\{(\d+)\}/g, (place, index: string) => values[Number(index)] ?? place);
}

/** The texts as they are written in the source, for what takes a `Localize`. */
export function english(text: string, ...values: (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]));
}

/** A number from 0 on as people type it, `2.5` or `2,5`, with or without its unit behind it; null for anything else. */
export function numberIn(text: string, unit: string): number | null {
  const number = text.trim().endsWith(unit) ? text.trim().slice(0, -unit.length) : text;
  return /^\s*\d+(?:[.,]\d+)?\s*$/.test(number) ? Number(number.replace(',', '.')) : null;
}

let bundle: Readonly<Record<string, string>> = {};

/** Takes over the editor's translations of our texts; before the first text is made. */
export function useTranslations(translations: Readonly<Record<string, string>>): void {
  bundle = translations;
}

/** A text of ours in the editor's language, with the values in its places {0}, {1}, ... */
export function t(text: string, ...values: readonly string[]): string {
  const translated = bundle[text] ?? text;
  return translated.replace(/\{(\d+)\}/g, (place, index: string) => values[Number(index)] ?? place);
}

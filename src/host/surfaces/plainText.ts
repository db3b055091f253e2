const maximumLength = 200;

/**
 * Text from the server for a label: control characters and those that reorder text become U+FFFD, and
 * what is too long to be read is cut.
 */
export function plainLabel(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, '\ufffd');
  return plain.length > maximumLength ? `${plain.slice(0, maximumLength)}…` : plain;
}

/** Text from the server for Markdown: it shows as it is, whatever Markdown would make of it. */
export function escapeMarkdown(text: string): string {
  return plainLabel(text).replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
}

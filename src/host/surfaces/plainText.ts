/** Characters of a sentence that are shown; the editor shows as many of a notification. */
const longestText = 1000;

const longestLabel = 200;

/** No width, and no place where a line may break. */
const joiner = '\u2060';

/**
 * Text from outside on one line, as the editor then shows it: control characters and those that reorder text become
 * U+FFFD, what is too long to be read is cut, and nothing is left that the editor would make more of than text. It takes
 * `[a](command:b)` in notifications and input boxes for a link that runs a command, and `$(name)` in input boxes, picks
 * and the status bar for an icon; neither can be escaped, so an invisible character parts them.
 */
export function plainText(text: string, limit = longestText): string {
  return oneLine(text, limit).replace(/[\]$](?=\()/g, `$&${joiner}`);
}

/** As plainText, as long as a name may be in a row. */
export function plainLabel(text: string): string {
  return plainText(text, longestLabel);
}

/** Text from outside for Markdown: it shows as it is, whatever Markdown would make of it. */
export function escapeMarkdown(text: string): string {
  return oneLine(text, longestText).replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
}

/**
 * As plainText, for what the editor shows as it is and again in a hover as Markdown without its HTML: rows of a pick.
 * Addresses become no links there.
 */
export function plainRow(text: string): string {
  return plainText(text).replace(/:(?=\/\/)|www(?=\.)|@/gi, `$&${joiner}`);
}

/** Text of several lines in which those after the first are indented, so that none looks like an entry of its own. */
export function plainLines(text: string): string {
  return text
    .split(/\r\n|[\r\n\u0085\u2028\u2029]/)
    .map((line) => plainText(line))
    .join('\n    ');
}

/** Text that may be put into a terminal: of control characters only the ends of lines and tabs are left. */
export function pastableText(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd');
}

function oneLine(text: string, limit: number): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return cut.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, '\ufffd');
}

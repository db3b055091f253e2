/**
 * What a terminal obeys instead of showing it, or what makes a text look like another: control characters (ANSI
 * escapes begin with one, and C1 has them in one byte), format characters (bidirectional marks and invisible ones among
 * them), line and paragraph separators, and halves of surrogate pairs.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const unseenButLineFeed = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text for one line of a terminal: what cannot be seen in it is written as JSON writes it, \u001b say. */
export function visibleText(text: string): string {
  return text.replaceAll(unseen, escaped);
}

/** As visibleText, for several lines: line feeds stay. JSON stays the same JSON. */
export function visibleLines(text: string): string {
  return text.replaceAll(unseenButLineFeed, escaped);
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

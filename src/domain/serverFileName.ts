/** The name of a file about a server, beginning with it where there are several: `shop-errors.csv`. */
export function serverFileName(server: string | null, name: string): string {
  const words = server?.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const begin = /^.{1,40}/u.exec(words.join('-'))?.[0];
  return begin === undefined ? name : `${begin}-${name}`;
}

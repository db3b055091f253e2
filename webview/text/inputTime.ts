/** A moment as `<input type="datetime-local">` writes it, in the reader's time zone; unix seconds. */
export function localInput(at: number): string {
  const date = new Date(at * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The moment of such a text, unix seconds; null for none. */
export function inputTime(text: string): number | null {
  const time = new Date(text).getTime();
  return Number.isNaN(time) ? null : time / 1000;
}

const pattern = /^\s*(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})\s*$/;

/** A moment of local time as people type it, `2026-11-29 14:30`, to unix seconds; null for anything else. */
export function localTime(text: string): number | null {
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0] = (pattern.exec(text) ?? []).map(
    Number,
  );
  const at = new Date(year, month - 1, day, hour, minute).getTime() / 1000;
  // A 31st of February would be read as a day of March.
  return year > 0 && localTimeText(at) === text.trim().replace('T', ' ') ? at : null;
}

/** As localTime reads it. */
export function localTimeText(at: number): string {
  const date = new Date(at * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/**
 * Several status codes in as few characters as tell them: `404`; `5xx` where all are of one HTTP class, else
 * `408, 504`; empty for none. Codes below 100 are gRPC's, which has no classes.
 */
export function statusCodesText(codes: readonly number[]): string {
  const [first, ...others] = codes;
  if (first === undefined) return '';
  const hundreds = Math.floor(first / 100);
  const inOneClass = hundreds > 0 && others.every((code) => Math.floor(code / 100) === hundreds);
  return others.length > 0 && inOneClass ? `${hundreds}xx` : codes.join(', ');
}

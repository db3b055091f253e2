/**
 * A metrics body as it would have been had the process answered `reads` more GET requests with 200, each at once.
 * A process that has counted no such request yet is left as it is.
 */
export function withCountedReads(body: string, reads: number): string {
  if (reads === 0) return body;
  return body.replace(
    /^(mockforge_requests_total\{(?=[^}]*method="GET")(?=[^}]*pillar="unknown")(?=[^}]*status="200")[^}]*\}|mockforge_request_duration_seconds_(?:bucket|count)\{(?=[^}]*method="GET")(?=[^}]*pillar="unknown")[^}]*\}) (\d+)$/gm,
    (_, series: string, value: string) => `${series} ${Number(value) + reads}`,
  );
}

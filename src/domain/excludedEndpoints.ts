/** Whether an endpoint is one that patterns leave out, as SQL's GLOB does: `*` stands for anything. */
export function isExcluded(endpoint: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern
      .split('*')
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
    return new RegExp(`^${parts.join('.*')}$`, 's').test(endpoint);
  });
}

import { readFileSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';

/** What is wrong in a view for people who cannot see it, cannot point, or see little: one line a finding. */
export async function accessibilityViolations(frame: FrameLocator): Promise<string[]> {
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  return frame.locator('html').evaluate(async (root, source) => {
    // The page's policy lets no script in; the driver's own evaluation is not bound by it.
    const scope = root.ownerDocument.defaultView as unknown as {
      axe?: {
        run(
          context: unknown,
          options: unknown,
        ): Promise<{
          violations: { id: string; help: string; nodes: { html: string }[] }[];
        }>;
      };
      eval(text: string): void;
    };
    if (!scope.axe) scope.eval(source);
    const found = await scope.axe?.run(root, {
      // The page around it is the editor's.
      rules: { region: { enabled: false } },
    });
    return (found?.violations ?? []).map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`,
    );
  }, axe);
}

import { readFileSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';

interface Findings {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What is wrong in a view for people who cannot see it, cannot point, or see little: one line a finding. */
export async function accessibilityViolations(frame: FrameLocator): Promise<string[]> {
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  const page = frame.locator('html');
  // The page's policy lets no script in; the driver's own evaluation is not bound by it.
  await page.evaluate(`(() => { if (!globalThis.axe) { ${axe} } })()`);
  // The page around it is the editor's, so what is outside of landmarks is not ours.
  const options = {
    rules: { region: { enabled: false } },
    // Nothing more is gathered than what is read of it.
    resultTypes: ['violations'],
    selectors: false,
  };
  const found: Findings = await page.evaluate(
    `globalThis.axe.run(document, ${JSON.stringify(options)})`,
  );
  return found.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
}

import { strict as assert } from 'node:assert';
import { useWorkbench } from '../../useWorkbench';

describe('the VS Code that tests start', () => {
  const current = useWorkbench();

  it('lets nobody in without its token', async () => {
    const { origin } = new URL(current().workbench.page.url());
    for (const query of ['', '?tkn=', '?tkn=guessed']) {
      const { status } = await fetch(`${origin}/${query}`, { redirect: 'manual' });
      assert.equal(status, 403, query);
    }
  });
});

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../support/repository';
import { openForPerson } from './openForPerson';
import { playDemo } from './playRecording';

const demoSteps = `
The dashboard opens by itself, with two weeks of a recorded MockForge that goes on live. Then:
- Drag over the spike in Latency and click Explain.
- Click an endpoint to see it alone.
- Choose 7d, or drag the window in the strip below the ranges, to look back at the bad day.
- Choose 24h, then under Compare before "fix deployed".
- Scroll down to API coverage, or open openapi.yaml: each operation says what was asked of it.
`;
const ownSteps = `
The dashboard opens by itself and fills in as your server answers.
`;

/** `npm start`: VS Code with the extension, on the bundled recording or on a server of the person's own. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'metrics-url': { type: 'string' }, 'admin-url': { type: 'string' } },
  });
  // Away from this repository, which is no part of what the folder shows.
  const scratch = mkdtempSync(join(tmpdir(), 'mockforge-analytics-start-'));
  try {
    const folder = join(scratch, 'shop');
    const storage = join(scratch, 'storage');
    mkdirSync(join(folder, '.vscode'), { recursive: true });
    const api = join(repositoryRoot(), 'test', 'fixtures', 'shop.openapi.yaml');
    cpSync(api, join(folder, 'openapi.yaml'));

    const own = values['metrics-url'];
    const server = own === undefined ? await playDemo(storage) : undefined;
    const settings = {
      'mockforgeAnalytics.metrics.url': own ?? server?.metricsUrl,
      'mockforgeAnalytics.admin.url': server?.adminUrl ?? values['admin-url'],
      ...(server ? { 'mockforgeAnalytics.storage.path': storage } : {}),
    };
    writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings, null, 2));
    await openForPerson({ folder, scratch, whatToDo: server ? demoSteps : ownSteps });
    await server?.stop();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

void main();

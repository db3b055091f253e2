import { deepEqual, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository';

const dist = join(repositoryRoot(), 'dist');

/** The packages whose files are in what is built, as its source maps say. */
function bundledPackages(): string[] {
  const maps = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.map'),
  );
  ok(maps.length > 10);
  const sources = maps.flatMap(
    (file) => (JSON.parse(readFileSync(join(dist, file), 'utf8')) as { sources: string[] }).sources,
  );
  const names = sources.flatMap(
    (source) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? [],
  );
  return [...new Set(names)];
}

describe('the notices of third parties', () => {
  const notices = readFileSync(join(dist, 'ThirdPartyNotices.txt'), 'utf8');

  it('name every package that is in the extension', () => {
    const titled = [...notices.matchAll(/^={80}\n(\S+) \S+ \([^)]+\)\n={80}$/gm)].map(
      ([, name]) => name,
    );
    const missing = [...bundledPackages(), '@vscode/codicons', 'sql.js'].filter(
      (name) => !titled.includes(name),
    );
    deepEqual(missing, []);
  });

  it('have a license and whose it is for each', () => {
    for (const part of notices.split(/^={80}\n(?=\S+ \S+ \([^)]+\)\n)/m).slice(1)) {
      const [title = '', , ...lines] = part.split('\n');
      const text = lines.join('\n').trim();
      const [name = ''] = title.split(' ');
      // Packages without a file of their own stand in the notices of the toolkit that they are a part of.
      if (text === '') match(notices, new RegExp(`^${name} [\\d.]+ - MIT$`, 'm'), name);
      else match(text, /copyright|licens/i, name);
    }
  });

  it('attribute the icons', () => {
    match(notices, /^@vscode\/codicons \S+ \(CC-BY-4\.0\)$/m);
    match(notices, /Attribution 4\.0 International/);
  });
});

import { deepEqual, equal, rejects, throws } from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withRule, withVerdict, withoutRule } from '../../../src/alerts/alert';
import type { AlertRule } from '../../../src/alerts/alertRule';
import { AlertFile } from '../../../src/host/alertFile';
import { english } from '../../../src/sentences/localize';
import { folders } from '../../support/databases';
import { repositoryRoot } from '../../support/repository';

const rules = Array.from({ length: 60 }, (_, index): AlertRule => {
  const limit = { kind: 'errorRate', percent: 5 } as const;
  return { target: 'shop', endpoint: null, limit, minutes: index + 1 };
});

const first = rules[0]!;

describe('the alert rules of a workspace', () => {
  const folder = folders();
  let windows: readonly ChildProcess[] = [];

  afterEach(() => {
    for (const window of windows) window.kill();
    windows = [];
  });

  const path = async (): Promise<string> => join(await folder(), 'not yet', 'alerts.json');

  it('are those of each of its windows', async () => {
    const file = await path();
    const [one, other] = [new AlertFile(file, english), new AlertFile(file, english)];
    const kept = (): readonly number[] => one.read().map(({ rule }) => rule.minutes);
    deepEqual(kept(), []);
    const changes = [one, one, other, other].map((window, place) =>
      window.change((list) => withRule(list, rules[place]!)),
    );
    await Promise.all(changes);
    deepEqual([...kept()].sort(), [1, 2, 3, 4]);
    await other.change((list) => withoutRule(list, first));
    deepEqual([...kept()].sort(), [2, 3, 4]);
  });

  it('are told of by one window each, although all see them broken at once', async () => {
    const file = await path();
    await new AlertFile(file, english).change(() =>
      rules.reduce<ReturnType<AlertFile['read']>>(
        (list, rule) => withVerdict(withRule(list, rule), rule, { kind: 'over', from: 1 }),
        [],
      ),
    );
    const program = join(repositoryRoot(), 'out', 'test', 'support', 'alertProcess.js');
    windows = [fork(program), fork(program), fork(program)];
    const told = await Promise.all(
      windows.map(async (window) => {
        const answer = once(window, 'message') as Promise<[AlertRule[]]>;
        window.send(file);
        return (await answer)[0];
      }),
    );
    const minutes = told.flat().map((rule) => rule.minutes);
    deepEqual(
      minutes.sort((a, b) => a - b),
      rules.map((rule) => rule.minutes),
    );
  });

  it('that cannot be read are said so, and nothing is written over them', async () => {
    const rule = JSON.stringify({ rule: first, since: null, isTold: false, mutedUntil: 0 });
    const other = rule.replace('errorRate', 'requests');
    for (const text of ['', '{}', '[{}]', '[null]', `[${rule}`, `[${rule},${other}]`]) {
      const file = join(await folder(), 'alerts.json');
      writeFileSync(file, text);
      const alerts = new AlertFile(file, english);
      const message =
        `The alert rules in ${file} cannot be read: it holds no alert rules. ` +
        'Mend the file, or delete it to begin without rules.';
      throws(() => alerts.read(), { message }, text);
      await rejects(
        alerts.change((list) => withRule(list, first)),
        { message },
      );
      equal(readFileSync(file, 'utf8'), text);
      rmSync(file);
      equal((await alerts.change((list) => withRule(list, first))).length, 1);
      deepEqual(new AlertFile(file, english).read(), [JSON.parse(rule)]);
    }
  });

  it('are not taken for none where a folder is in their place', async () => {
    const alerts = new AlertFile(await folder(), english);
    await rejects(
      alerts.change((list) => withRule(list, first)),
      /^Error: The alert rules in .+ cannot be read: EISDIR.*Mend the file/,
    );
  });
});

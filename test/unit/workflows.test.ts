import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { parse } from 'yaml';
import { textOf } from '../support/markdown';
import { filesBelow } from '../support/rooms';

interface Step {
  readonly run?: string;
  readonly uses?: string;
}
interface Job {
  readonly 'timeout-minutes'?: number;
  readonly strategy: { readonly matrix: { readonly os: string[]; readonly node: number[] } };
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const manifest = JSON.parse(textOf('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
};

describe('the workflows', () => {
  const files = filesBelow('.github/workflows', /\.ya?ml$/);
  const workflows = files.map((file) => parse(textOf(file)) as Workflow);
  const jobs = workflows.flatMap((workflow) => Object.values(workflow.jobs));
  const steps = jobs.flatMap((job) => job.steps);

  it('test on each system, with the oldest Node that package.json names and newer ones', () => {
    const { os, node } = jobs[0]?.strategy.matrix ?? { os: [], node: [] };
    deepEqual([...os].sort(), ['macos', 'ubuntu', 'windows']);
    const oldest = Number(/^>=(\d+)$/.exec(manifest.engines.node)?.[1]);
    equal(Math.min(...node), oldest);
    ok(node.length > 1);
  });

  it('run scripts that there are, and among them the tests', () => {
    const commands = steps.flatMap(({ run }) => run?.trim().split('\n') ?? []);
    ok(commands.includes('npm test'));
    for (const command of commands) {
      const [, script = ''] = /^npm (?:run )?([\w:-]+)$/.exec(command) ?? [];
      ok(script in manifest.scripts, command);
    }
  });

  it('may only read, end in time, and name the versions of what they use', () => {
    for (const { permissions } of workflows) deepEqual(permissions, { contents: 'read' });
    for (const job of jobs) ok((job['timeout-minutes'] ?? Infinity) <= 60);
    const used = steps.flatMap(({ uses }) => uses ?? []);
    ok(used.length > 0);
    for (const action of used) match(action, /^[\w./-]+@(v\d+|[0-9a-f]{40})$/);
  });
});

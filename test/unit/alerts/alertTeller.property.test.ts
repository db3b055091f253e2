import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { Alert } from '../../../src/alerts/alert';
import { withRule, withVerdict, withoutRule } from '../../../src/alerts/alert';
import type { AlertRule, Verdict } from '../../../src/alerts/alertRule';
import { isSameRule } from '../../../src/alerts/alertRule';
import type { AlertAnswer, KeptAlerts } from '../../../src/alerts/alertTeller';
import { AlertTeller } from '../../../src/alerts/alertTeller';
import { nextTurn } from '../../../src/collector/nextTurn';

const hourMs = 3_600_000;

const rules = [1, 2, 3].map((minutes): AlertRule => {
  const limit = { kind: 'errorRate', percent: 5 } as const;
  return { target: 'shop', endpoint: null, limit, minutes };
});

/** A workspace with the three rules, and a clock that is set by hand. */
class Workspace implements KeptAlerts {
  list: readonly Alert[] = rules.reduce<readonly Alert[]>(withRule, []);
  now = 5 * hourMs;
  readonly told: { readonly rule: number; readonly at: number }[] = [];
  readonly opened: number[] = [];

  change(change: (list: readonly Alert[]) => readonly Alert[]): Promise<void> {
    this.list = change(this.list);
    return Promise.resolve();
  }

  has(rule: number): boolean {
    return this.list.some((alert) => isSameRule(alert.rule, rules[rule]!));
  }
}

/** A window of it, with notifications that wait for an answer. */
class Window {
  readonly #workspace: Workspace;
  readonly #teller: AlertTeller;
  /** The notification that is open; undefined where none is. */
  open: { readonly rule: number; readonly answer: (answer: AlertAnswer) => void } | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#teller = new AlertTeller(workspace, {
      now: () => workspace.now,
      ask: (alert) => this.#ask(alert),
      show: ({ rule }) => {
        workspace.opened.push(indexOf(rule));
      },
    });
  }

  async commit(rule: number, kind: Verdict['kind']): Promise<void> {
    const from = this.#workspace.now / 1000;
    await this.#workspace.change((list) => withVerdict(list, rules[rule]!, { kind, from }));
    void this.#teller.tell();
    await nextTurn();
  }

  async answer(answer: AlertAnswer): Promise<void> {
    this.open?.answer(answer);
    await nextTurn();
  }

  #ask(alert: Alert): Promise<AlertAnswer> {
    equal(this.open, undefined, 'only one notification is open at a time');
    const rule = indexOf(alert.rule);
    this.#workspace.told.push({ rule, at: this.#workspace.now });
    return new Promise((resolve) => {
      const answer = (given: AlertAnswer): void => {
        this.open = undefined;
        resolve(given);
      };
      this.open = { rule, answer };
    });
  }
}

function indexOf(rule: AlertRule): number {
  return rules.findIndex((own) => isSameRule(own, rule));
}

type Step =
  | {
      readonly kind: 'commit';
      readonly window: number;
      readonly rule: number;
      readonly verdict: Verdict['kind'];
    }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'answer'; readonly window: number; readonly answer: AlertAnswer };

const anyWindow = fc.nat(1);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('commit' as const),
    window: anyWindow,
    rule: fc.nat(rules.length - 1),
    verdict: fc.constantFrom<Verdict['kind']>('over', 'over', 'within', 'unknown'),
  }),
  fc.record({
    kind: fc.constant('wait' as const),
    ms: fc.constantFrom(60_000, hourMs - 60_000, hourMs),
  }),
  fc.record({
    kind: fc.constant('answer' as const),
    window: anyWindow,
    answer: fc.constantFrom<AlertAnswer>('mute', 'end', 'show', null),
  }),
);

describe('alerts', () => {
  it('are told one at a time, once a breach in all windows, and not while they are muted or ended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const workspace = new Workspace();
        const windows = [new Window(workspace), new Window(workspace)];
        /** Breaches that are not told yet, ends of muting and rules that were ended, as the design has it. */
        const untold = new Set<number>();
        const broken = new Set<number>();
        const mutedUntil = [0, 0, 0];
        const ended = new Set<number>();
        for (const one of steps) {
          const before = workspace.told.length;
          if (one.kind === 'wait') workspace.now += one.ms;
          /** Where something is told now, if there is anything to tell. */
          let teller: Window | undefined;
          if (one.kind === 'commit') {
            const { rule, verdict } = one;
            teller = windows[one.window]!;
            if (verdict === 'over' && !broken.has(rule) && !ended.has(rule)) {
              broken.add(rule);
              untold.add(rule);
            }
            if (verdict === 'within') {
              broken.delete(rule);
              untold.delete(rule);
            }
            await teller.commit(rule, verdict);
          }
          if (one.kind === 'answer') {
            const window = windows[one.window]!;
            const { open } = window;
            if (open) teller = window;
            if (open && one.answer === 'mute') mutedUntil[open.rule] = workspace.now + hourMs;
            if (open && one.answer === 'end') {
              ended.add(open.rule);
              untold.delete(open.rule);
            }
            await window.answer(one.answer);
          }
          for (const { rule, at } of workspace.told.slice(before)) {
            ok(untold.delete(rule), 'a breach is told once');
            ok(at >= mutedUntil[rule]!, 'a muted rule is silent for an hour');
            ok(!ended.has(rule), 'a rule that was ended is silent');
          }
          const isWaiting = [...untold].some((rule) => workspace.now >= mutedUntil[rule]!);
          if (teller && isWaiting) {
            ok(teller.open, 'what is to be told is told, or waits for the answer to another');
          }
          deepEqual(
            rules.map((_, index) => workspace.has(index)),
            rules.map((_, index) => !ended.has(index)),
          );
        }
      }),
    );
  });

  it('are silent for exactly an hour, and then told of a breach that is not over', async () => {
    const workspace = new Workspace();
    const window = new Window(workspace);
    await window.commit(0, 'over');
    await window.answer('mute');
    const mutedAt = workspace.now;
    await window.commit(0, 'within');
    await window.commit(0, 'over');
    workspace.now = mutedAt + hourMs - 1;
    await window.commit(0, 'unknown');
    equal(workspace.told.length, 1);
    workspace.now += 1;
    await window.commit(0, 'unknown');
    deepEqual(workspace.told.at(-1), { rule: 0, at: mutedAt + hourMs });
  });

  it('open what they are about where that is asked for', async () => {
    const workspace = new Workspace();
    const window = new Window(workspace);
    await window.commit(1, 'over');
    await window.answer('show');
    deepEqual(workspace.opened, [1]);
    ok(workspace.has(1));
  });

  it('keep one rule of each kind, and forget what is ended', () => {
    const [first, second] = rules as [AlertRule, AlertRule];
    const both = withRule(withRule([], first), second);
    equal(withRule(both, { ...first }), both);
    deepEqual(
      withoutRule(both, { ...first }).map(({ rule }) => rule),
      [second],
    );
  });
});

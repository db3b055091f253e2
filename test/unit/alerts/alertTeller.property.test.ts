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

/** A window with the three rules, a clock that is set by hand and notifications that wait for an answer. */
class Window implements KeptAlerts {
  list: readonly Alert[] = rules.reduce<readonly Alert[]>(withRule, []);
  now = 5 * hourMs;
  readonly told: { readonly rule: number; readonly at: number }[] = [];
  readonly opened: number[] = [];
  /** Of the notification that is open; undefined where none is. */
  answerOpen: ((answer: AlertAnswer) => void) | undefined;
  readonly #teller = new AlertTeller(this, {
    now: () => this.now,
    ask: (alert) => this.#ask(alert),
    show: ({ rule }) => {
      this.opened.push(indexOf(rule));
    },
  });

  change(change: (list: readonly Alert[]) => readonly Alert[]): void {
    this.list = change(this.list);
  }

  async commit(rule: number, kind: Verdict['kind']): Promise<void> {
    this.list = withVerdict(this.list, rules[rule]!, { kind, from: this.now / 1000 });
    void this.#teller.tell();
    await nextTurn();
  }

  async answer(answer: AlertAnswer): Promise<void> {
    this.answerOpen?.(answer);
    await nextTurn();
  }

  has(rule: number): boolean {
    return this.list.some((alert) => isSameRule(alert.rule, rules[rule]!));
  }

  #ask({ rule }: Alert): Promise<AlertAnswer> {
    equal(this.answerOpen, undefined, 'only one notification is open at a time');
    this.told.push({ rule: indexOf(rule), at: this.now });
    return new Promise((resolve) => {
      this.answerOpen = (answer) => {
        this.answerOpen = undefined;
        resolve(answer);
      };
    });
  }
}

function indexOf(rule: AlertRule): number {
  return rules.findIndex((own) => isSameRule(own, rule));
}

type Step =
  | { readonly kind: 'commit'; readonly rule: number; readonly verdict: Verdict['kind'] }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'answer'; readonly answer: AlertAnswer };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('commit' as const),
    rule: fc.nat(rules.length - 1),
    verdict: fc.constantFrom<Verdict['kind']>('over', 'over', 'within', 'unknown'),
  }),
  fc.record({
    kind: fc.constant('wait' as const),
    ms: fc.constantFrom(60_000, hourMs - 60_000, hourMs),
  }),
  fc.record({
    kind: fc.constant('answer' as const),
    answer: fc.constantFrom<AlertAnswer>('mute', 'end', 'show', null),
  }),
);

describe('alerts', () => {
  it('are told one at a time, once a breach, and not while they are muted or ended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const window = new Window();
        /** Breaches that are not told yet, ends of muting and rules that were ended, as the design has it. */
        const untold = new Set<number>();
        const broken = new Set<number>();
        const mutedUntil = [0, 0, 0];
        const ended = new Set<number>();
        let isCommitted = false;
        for (const one of steps) {
          const before = window.told.length;
          if (one.kind === 'wait') window.now += one.ms;
          if (one.kind === 'commit') {
            isCommitted = true;
            const { rule, verdict } = one;
            if (verdict === 'over' && !broken.has(rule) && !ended.has(rule)) {
              broken.add(rule);
              untold.add(rule);
            }
            if (verdict === 'within') {
              broken.delete(rule);
              untold.delete(rule);
            }
            await window.commit(rule, verdict);
          }
          if (one.kind === 'answer') {
            const open = window.answerOpen && window.told.at(-1);
            if (open && one.answer === 'mute') mutedUntil[open.rule] = window.now + hourMs;
            if (open && one.answer === 'end') {
              ended.add(open.rule);
              untold.delete(open.rule);
            }
            await window.answer(one.answer);
          }
          for (const { rule, at } of window.told.slice(before)) {
            ok(untold.delete(rule), 'a breach is told once');
            ok(at >= mutedUntil[rule]!, 'a muted rule is silent for an hour');
            ok(!ended.has(rule), 'a rule that was ended is silent');
          }
          const isWaiting = [...untold].some((rule) => window.now >= mutedUntil[rule]!);
          if (isCommitted && one.kind !== 'wait' && isWaiting) {
            ok(window.answerOpen, 'what is to be told is told, or waits for the answer to another');
          }
          deepEqual(
            rules.map((_, index) => window.has(index)),
            rules.map((_, index) => !ended.has(index)),
          );
        }
      }),
    );
  });

  it('are silent for exactly an hour, and then told of a breach that is not over', async () => {
    const window = new Window();
    await window.commit(0, 'over');
    await window.answer('mute');
    const mutedAt = window.now;
    await window.commit(0, 'within');
    await window.commit(0, 'over');
    window.now = mutedAt + hourMs - 1;
    await window.commit(0, 'unknown');
    equal(window.told.length, 1);
    window.now += 1;
    await window.commit(0, 'unknown');
    deepEqual(window.told.at(-1), { rule: 0, at: mutedAt + hourMs });
  });

  it('open what they are about where that is asked for', async () => {
    const window = new Window();
    await window.commit(1, 'over');
    await window.answer('show');
    deepEqual(window.opened, [1]);
    ok(window.has(1));
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

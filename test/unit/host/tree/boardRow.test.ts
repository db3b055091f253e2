import { deepEqual, equal, match } from 'node:assert/strict';
import { boardRow, type BoardFacts } from '../../../../src/host/tree/boardRow';
import type { TargetRow } from '../../../../src/host/tree/targetRow';
import { tooltipMarkdown } from '../../../../src/host/surfaces/tooltip';
import { english } from '../../../../src/sentences/localize';
import { everythingOn } from '../../../support/everythingOn';
import { noon } from '../../../support/times';

const facts: BoardFacts = {
  id: '0123456789abcdef',
  name: 'orders',
  isCurrent: false,
  status: everythingOn,
  restarts: { count: 0, last: null },
  summary: {
    requests: 4200,
    errors: 88,
    coveredSeconds: 300,
    p95: { value: 217, bucket: [100, 250], above: false },
  },
  now: noon,
};

function row(changes: Partial<BoardFacts> = {}): TargetRow {
  return boardRow({ ...facts, ...changes }, 'en', english);
}

function description(changes: Partial<BoardFacts>): string {
  return row(changes).text.description.replaceAll('\u00a0', ' ');
}

function ids({ id, children }: TargetRow): string[] {
  return [id, ...children.flatMap(ids)];
}

describe('a row of several targets', () => {
  it('tells requests, errors and p95 of the last minutes, and which target commands mean', () => {
    const { text, target, icon, contextValue } = row();
    equal(text.label, 'orders');
    equal(description({}), '14.0 req/s · 2.1% err · p95 217 ms');
    equal(
      text.spoken.replaceAll('\u00a0', ' '),
      'orders, collecting, 14.0 requests per second, 2.1% errors, 95th percentile 217 ms',
    );
    deepEqual([target, contextValue, icon?.name], [facts.id, 'target', 'pass']);
  });

  it('marks the current one', () => {
    const { text } = row({ isCurrent: true });
    match(text.description, /^● 14\.0/);
    equal(row({ isCurrent: true }).contextValue, 'target current');
    match(text.spoken, /^orders, current, collecting/);
    match(tooltipMarkdown(text.tooltip), /^\*\*orders\*\* current\\, collecting/);
  });

  it('says how it stands where nothing is collected: numbers of before are not of now', () => {
    const failure = { kind: 'unreachable', what: 'No answer.', todo: 'Start it.' } as const;
    const failing = {
      ...everythingOn,
      phase: 'failing',
      metrics: { state: 'failing', failure },
    } as const;
    equal(description({ status: failing }), 'not collecting');
    match(tooltipMarkdown(row({ status: failing }).text.tooltip), /No answer\\\.\n\nStart it/);
    const paused = row({ status: { ...everythingOn, phase: 'paused' } });
    deepEqual([paused.text.description, paused.contextValue], ['paused', 'target paused']);
    equal(description({ status: { ...everythingOn, phase: 'waiting' } }), 'has not answered yet');
    equal(description({ summary: null }), 'collecting');
  });

  it('tells no rate of errors without requests', () => {
    const summary = { requests: 0, errors: 0, coveredSeconds: 300, p95: null };
    equal(description({ summary }), '0 req/s · – err');
  });

  it('lets commands of the rows below it mean the same target, and only a click on itself switch', () => {
    const all = (one: TargetRow): TargetRow[] => [one, ...one.children.flatMap(all)];
    const [own, ...below] = all(row());
    equal(own?.switches, true);
    deepEqual(
      below.map(({ target, switches }) => [target, switches]),
      below.map(() => [facts.id, undefined]),
    );
  });

  it('has rows below it that no other target has', () => {
    const own = ids(row());
    const others = ids(row({ id: 'fedcba9876543210' }));
    equal(new Set([...own, ...others]).size, own.length + others.length);
  });
});

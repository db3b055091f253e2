import { deepEqual } from 'node:assert/strict';
import { teamRow } from '../../../../src/host/tree/teamRows';
import { english } from '../../../../src/sentences/localize';

const now = Date.UTC(2026, 10, 30, 12);
const at = (minutesAgo: number): number => now / 1000 - 60 * minutesAgo;

function rowsOf(address: string, list: Parameters<typeof teamRow>[0]['list']): string[] {
  const row = teamRow({ address, list, own: new Set(['shop']), now }, 'en', english);
  const clock = /\d+:\d\d(?::\d\d)?(?: [AP]M)?/;
  return [row, ...row.children].map(({ text }) => text.spoken.replace(clock, 'CLOCK'));
}

describe('the store of a team in Targets', () => {
  it('says where it is and what it holds, all together first, and which of it is collected here', () => {
    const list = [
      { id: '', newestMinute: null },
      { id: 'orders', newestMinute: at(90) },
      { id: 'shop', newestMinute: at(1) },
    ];
    deepEqual(rowsOf('postgres://ci@db.example/traffic?workspace=team', list), [
      'Team store, team on db.example/traffic',
      'All targets, CLOCK',
      'the target without a name, no data yet',
      'orders, CLOCK',
      'shop, CLOCK · collected here',
    ]);
  });

  it('holds nothing as long as nothing is known of it', () => {
    deepEqual(rowsOf('postgres:///traffic', []), ['Team store, localhost/traffic']);
  });

  it('has rows that open what they name', () => {
    const list = [{ id: 'orders', newestMinute: at(1) }];
    const { children } = teamRow(
      { address: 'postgres://db/x', list, own: new Set(), now },
      'en',
      english,
    );
    deepEqual(
      children.map(({ teamTarget }) => teamTarget),
      [null, 'orders'],
    );
  });
});

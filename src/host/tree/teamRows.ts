import { timeFormat } from '../../domain/timeFormat';
import type { Localize } from '../../sentences/localize';
import { parseConnectionString } from '../../store/postgres/connectionString';
import type { StoredTarget } from '../../store/postgres/storedTargets';
import { plainLabel } from '../surfaces/plainText';
import type { TargetRow } from './targetRow';

/** contextValue of such a row: package.json offers there to open it. */
const teamItem = 'teamTarget';

/** What the rows are made from. */
export interface TeamFacts {
  readonly address: string;
  readonly list: readonly StoredTarget[];
  /** The ids of those that this window collects. */
  readonly own: ReadonlySet<string>;
  /** Unix milliseconds. */
  readonly now: number;
}

/** A team's store in Targets: all that it holds together, and each target by itself. */
export function teamRow(
  { address, list, own, now }: TeamFacts,
  locale: string,
  t: Localize,
): TargetRow {
  const label = t('Team store');
  const place = plainLabel(placeOf(address, t));
  const newest = Math.max(...list.map(({ newestMinute }) => newestMinute ?? 0), 0);
  const moment = (at: number | null): string =>
    at === null || at === 0 ? t('no data yet') : timeFormat(locale).moment(at, now / 1000);
  const children = list.map(({ id, newestMinute }) => {
    const isOwn = own.has(id);
    const name = id === '' ? t('the target without a name') : id;
    const last = moment(newestMinute);
    return storeRow(
      { id: `team target ${id}`, target: id, name, icon: isOwn ? 'server' : 'cloud' },
      isOwn ? t('{0} · collected here', last) : last,
      t('A target of the team store. It is opened to be read only. Its newest minute: {0}.', last),
    );
  });
  const all = storeRow(
    { id: 'team all', target: null, name: t('All targets'), icon: 'layers' },
    moment(newest),
    t('All targets of the workspace together, whoever collects them.'),
  );
  return {
    // Another id where there is something below it: the editor opens what it has not seen without anything.
    id: list.length === 0 ? 'team store, empty' : 'team store',
    text: {
      label,
      description: place,
      tooltip: [{ title: label }, { text: address }],
      spoken: `${label}, ${place}`,
    },
    icon: { name: 'database', color: null },
    children: list.length === 0 ? [] : [all, ...children],
    open: true,
    help: [],
  };
}

function storeRow(
  {
    id,
    target,
    name,
    icon,
  }: Readonly<Record<'id' | 'name' | 'icon', string>> & {
    readonly target: string | null;
  },
  description: string,
  sentence: string,
): TargetRow {
  const label = plainLabel(name);
  return {
    id,
    teamTarget: target,
    contextValue: teamItem,
    text: {
      label,
      description,
      tooltip: [{ title: label }, { text: sentence }],
      spoken: `${label}, ${description}`,
    },
    icon: { name: icon, color: null },
    children: [],
    open: false,
    help: [],
  };
}

/** `shop on db.example/traffic` */
function placeOf(address: string, t: Localize): string {
  const { workspace, host = 'localhost', database, service } = parseConnectionString(address);
  const place = [service ?? host, database].filter(Boolean).join('/');
  return workspace === '' ? place : t('{0} on {1}', workspace, place);
}

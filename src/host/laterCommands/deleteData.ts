import * as vscode from 'vscode';
import { isRecord } from '../../domain/isRecord';
import { joined, numberFormat } from '../../domain/numberFormat';
import { daySeconds, floorTo, toSeconds } from '../../domain/time';
import { timeFormat } from '../../domain/timeFormat';
import type { OtherCollector } from '../../protocol/collectingStatus';
import type { Erasable } from '../../protocol/readModels';
import type { Compaction } from '../../store/fileMaintenance';
import type { TrafficStore } from '../../store/trafficStore';
import { inform, warn } from '../surfaces/notifications';
import { withCancellableProgress, withQuietProgress } from '../surfaces/progress';
import { confirm, pick } from '../surfaces/questions';
import type { LaterContext } from './laterContext';

/** Where data can be deleted. */
interface Target {
  /** As people know it, in the midst of a sentence and at its beginning. */
  readonly name: string;
  readonly title: string;
  readonly detail: string;
  /** Works with its database, while it is open. */
  use<Result>(work: (database: Database) => Promise<Result>): Promise<Result>;
}

interface Database {
  readonly store: TrafficStore;
  erase(before: number | null, signal: AbortSignal): Promise<Compaction>;
}

/**
 * Asks whose data, where the argument names no target, and how old, names what goes, and deletes it for good.
 */
export async function deleteData(context: LaterContext, argument: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const isNamed = isRecord(argument) && argument['target'] !== undefined;
  const named = isNamed ? await ownTarget(context.target) : undefined;
  const targets = isNamed ? (named ? [named] : []) : await targetsOf(context);
  if (targets.length === 0) {
    inform(t('There is no data to delete.'));
    return;
  }
  const target = targets.length === 1 ? targets[0] : await askTarget(targets);
  await target?.use(async (database) => {
    const other = await database.store.writer.otherCollector();
    if (other) {
      warn(otherText(target, other));
      return;
    }
    const before = await askAge(target, database.store);
    if (before === undefined) return;
    const { reader } = database.store;
    const title = t('Counting what would be deleted');
    const erasable = await withQuietProgress(title, () => reader.erasable(before));
    if (erasable.gone === 0) {
      inform(
        before === null
          ? t('There is no data to delete.')
          : t('Nothing of {0} is that old.', target.name),
      );
      return;
    }
    if (await askWhether(target, before, erasable)) await erase(database, before, erasable);
  });
}

async function targetsOf({ targets, config, storage }: LaterContext): Promise<Target[]> {
  const { list } = targets;
  const { storagePath } = config.current;
  const locations = list.map(({ location }) => location);
  const others = await storage.others(locations, storagePath);
  const own = list.map(ownTarget);
  // Those of servers whose traffic is in a team's store now.
  const files = new Map(
    list.map(({ settings, name }) => [storage.fileLocation(settings, storagePath).name, name]),
  );
  const ofOthers = others.map(async ({ location: place, writtenAt }): Promise<Target> => ({
    ...otherNames(
      files.get(place.name),
      timeFormat(vscode.env.language).moment(writtenAt / 1000, Date.now() / 1000),
    ),
    detail: await sizeText(place.sizeBytes()),
    use: async (work) => {
      const store = await place.open(config.current.rollupIntervalHours);
      try {
        const { eraseFrom } = await import('../targetSession');
        return await work({ store, erase: (before, signal) => eraseFrom(store, before, signal) });
      } finally {
        await store.close();
      }
    },
  }));
  const found = await Promise.all([...own, ...ofOthers]);
  return found.filter((target) => target !== undefined);
}

/** A target of the settings; undefined while it has no database. */
async function ownTarget(target: LaterContext['target']): Promise<Target | undefined> {
  const store = await target.store();
  if (!store) return undefined;
  return {
    ...{ name: target.name, title: target.name },
    detail: await sizeText(target.location.sizeBytes()),
    use: (work) => work({ store, erase: (before, signal) => target.erase(before, signal) }),
  };
}

function otherNames(server: string | undefined, last: string): Pick<Target, 'name' | 'title'> {
  const { t } = vscode.l10n;
  if (server !== undefined) {
    const name = t('{0} in a file, last collected {1}', server, last);
    return { name, title: name };
  }
  return {
    name: t('another server, last collected {0}', last),
    title: t('Another server, last collected {0}', last),
  };
}

async function sizeText(bytes: Promise<number>): Promise<string> {
  return joined(numberFormat(vscode.env.language).bytes(await bytes));
}

async function askTarget(targets: readonly Target[]): Promise<Target | undefined> {
  const rows = targets.map((target) => ({
    target,
    label: target.title,
    description: target.detail,
  }));
  const title = vscode.l10n.t('Delete Data (1/2): Server');
  return (await pick(rows, { title }))?.target;
}

/** Before when data go, unix seconds; null: all; undefined when the user gives up. */
async function askAge(
  target: Target,
  { reader }: TrafficStore,
): Promise<number | null | undefined> {
  const { t } = vscode.l10n;
  const now = toSeconds(Date.now());
  const { finalBefore } = await reader.erasable(null);
  const ages = [
    [t('Older than 1 day'), 1],
    [t('Older than 7 days'), 7],
    [t('Older than 30 days'), 30],
  ] as const;
  const rows = [
    ...ages.map(([label, days]) => {
      // Whole days, of which hours and days are sums, and no minute that may still change.
      const before = floorTo(Math.min(now - days * daySeconds, finalBefore ?? now), daySeconds);
      return { label, description: t('before {0}', momentText(before)), before };
    }),
    { label: t('Everything'), description: target.detail, before: null },
  ];
  const title = t('Delete Data of {0}', target.name);
  return (await pick(rows, { title }))?.before;
}

function askWhether(target: Target, before: number | null, erasable: Erasable): Promise<boolean> {
  const { t } = vscode.l10n;
  const { gone, stored, first, bytes } = erasable;
  const numbers = numberFormat(vscode.env.language);
  const size = joined(numbers.bytes(bytes));
  const share = joined(numbers.bytes(bytes * (gone / stored)));
  const span =
    first === null
      ? null
      : before === null
        ? t('Since {0}.', momentText(first))
        : t('From {0} to {1}.', momentText(first), momentText(before));
  const what =
    before === null
      ? t('All {0} rows, {1}.', numbers.count(gone), size)
      : t(
          '{0} of {1} rows, about {2} of {3}.',
          numbers.count(gone),
          numbers.count(stored),
          share,
          size,
        );
  return confirm(
    before === null
      ? t('Delete all data of {0}?', target.name)
      : t('Delete data of {0} from before {1}?', target.name, momentText(before)),
    [span, what, t('This cannot be undone.')].filter(Boolean).join(' '),
    t('Delete'),
  );
}

async function erase(database: Database, before: number | null, { gone }: Erasable): Promise<void> {
  const { t } = vscode.l10n;
  const stop = new AbortController();
  const title = t('Deleting data');
  const erased = await withCancellableProgress(title, stop, () =>
    database.erase(before, stop.signal),
  );
  if (erased.outcome === 'cancelled') {
    inform(t('Cancelled. Nothing was deleted.'));
    return;
  }
  const numbers = numberFormat(vscode.env.language);
  inform(
    t(
      'Deleted {0} rows. The database went from {1} to {2}.',
      numbers.count(gone),
      joined(numbers.bytes(erased.bytesBefore)),
      joined(numbers.bytes(erased.bytesAfter)),
    ),
  );
}

function otherText({ name }: Target, { process, host }: OtherCollector): string {
  return vscode.l10n.t(
    'Process {0} on {1} is collecting from {2}. Delete the data there, or pause collecting there first.',
    String(process),
    host,
    name,
  );
}

/** With its year: old data may be of another. */
function momentText(at: number): string {
  return new Date(at * 1000).toLocaleString(
    vscode.env.language === 'en' ? 'en-GB' : vscode.env.language,
    {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    },
  );
}

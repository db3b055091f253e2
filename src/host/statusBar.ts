import * as vscode from 'vscode';
import { endOfSecond } from '../domain/time';
import { commandIds, productName, statusBarItemId } from '../ids';
import type { Session } from '../domain/session';
import type { CollectingStatus } from '../protocol/collectingStatus';
import type { TrafficSummary } from '../protocol/readModels';
import { noticesText } from '../sentences/failureTexts';
import type { StoreFault } from '../store/storeFault';
import type { AlertRules } from './alertRules';
import { breachText } from './alertText';
import { coalesced } from './coalesced';
import type { Config } from './config';
import { DisposableStore } from './disposableStore';
import { LastRead } from './lastRead';
import { statusBarContent } from './statusBarContent';
import type { Log } from './surfaces/log';
import { createStatusItem, type StatusItemContent } from './surfaces/statusItem';
import type { Targets } from './targets';
import type { ViewedTarget } from './viewedTarget';

const windowSeconds = 5 * 60;

/** What the status item shows. */
export interface StatusBarSources {
  readonly target: ViewedTarget;
  readonly targets: Targets;
  readonly alerts: AlertRules;
  readonly config: Config;
  readonly log: Log;
}

/**
 * The status item: absent until the target has once answered. It changes with a scrape or a change of phase. Where this
 * window does not scrape, it changes with what another one commits, once an interval.
 */
export function createStatusBar(sources: StatusBarSources): DisposableStore {
  const { target, targets, alerts, config, log } = sources;
  const owned = new DisposableStore();
  const item = owned.add(createStatusItem(statusBarItemId, productName, openedDashboard()));

  const last = new LastRead<ReadTraffic>();
  const refresh = coalesced(
    async () => {
      if (!target.hasData) {
        item.hide();
        return;
      }
      item.show(await readContent(sources, last));
    },
    (error) => {
      log.error(error);
    },
  );
  let drawn = '';
  const follow = (): void => {
    const shown = momentOf(target.status, Date.now());
    if (shown === drawn) return;
    drawn = shown;
    refresh();
  };
  owned.add(target.onDidCommit(follow));
  owned.add(target.onDidChangeStatus(follow));
  owned.add(config.onDidChange(refresh));
  owned.add(alerts.onDidChange(refresh));
  owned.add(targets.onDidChangeCurrent(refresh));
  return owned;
}

/** What the item is drawn once for. `now`: unix milliseconds. */
function momentOf(status: CollectingStatus, now: number): string {
  const { phase, metricsUrl, lastScrapeAt, lastTryAt, scrapeIntervalSeconds } = status;
  const isWatching = phase === 'watching' || phase === 'paused';
  const interval = isWatching ? Math.floor(now / (scrapeIntervalSeconds * 1000)) : null;
  return JSON.stringify([phase, metricsUrl, lastScrapeAt, lastTryAt, interval]);
}

/** The dashboard's shortest range has the five minutes in it. */
function openedDashboard(): vscode.Command {
  return {
    command: commandIds.openDashboard,
    title: vscode.l10n.t('Open Dashboard'),
    arguments: [{ range: '15m' }],
  };
}

/** What is read of a store. */
interface ReadTraffic {
  readonly summary: TrafficSummary;
  /** Unix seconds. */
  readonly to: number;
  readonly running: readonly Session[];
  /** What opening it found. */
  readonly notices: readonly StoreFault[];
}

async function readContent(
  { target, targets, alerts, config }: StatusBarSources,
  last: LastRead<ReadTraffic>,
): Promise<StatusItemContent> {
  const { location } = target;
  const read = await readTraffic(target).then(
    (traffic) => {
      if (traffic) last.keep(location.name, traffic);
      return traffic;
    },
    // Collecting says why, and goes on to try.
    () => null,
  );
  const shown = read === null ? last.of(location.name) : read;
  const facts = {
    server: targets.areSeveral ? target.name : null,
    status: target.status,
    summary: shown?.summary ?? null,
    staleSince: read === null && shown ? shown.to : null,
    running: shown?.running ?? [],
    databaseBytes: location.file === null ? null : await location.sizeBytes(),
    teamStore: location.file === null ? location.name : null,
    alerts: breachTexts(alerts, targets),
    errorRateThresholdPercent: config.current.errorRateThresholdPercent,
    notice: shown ? noticesText(shown.notices, vscode.l10n.t) : null,
  };
  return statusBarContent(facts, vscode.env.language, vscode.l10n.t);
}

/** Undefined while there is no store. */
async function readTraffic(target: ViewedTarget): Promise<ReadTraffic | undefined> {
  const to = endOfSecond(Date.now());
  const { excludedEndpoints } = target;
  const store = await target.store();
  if (!store) return undefined;
  const { reader, maintenance } = store;
  const [summary, sessions] = await Promise.all([
    reader.summary({ from: to - windowSeconds, to, excludedEndpoints }),
    reader.sessions(),
  ]);
  const running = sessions.filter((session) => session.to === null);
  return { summary, to, running, notices: maintenance.opened.notices };
}

/** Of all servers, whichever is current. */
function breachTexts({ list }: AlertRules, targets: Targets): readonly string[] {
  return list.flatMap((alert) => {
    const target = targets.find(alert.rule.target);
    const words = { locale: vscode.env.language, localize: vscode.l10n.t };
    const server = target ? targets.nameAmong(target) : null;
    return target ? (breachText(alert, Date.now() / 1000, { ...words, server }) ?? []) : [];
  });
}

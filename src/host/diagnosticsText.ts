import { isDeepStrictEqual } from 'node:util';
import { inspectionText } from '../sentences/inspectionText';
import { english } from '../sentences/localize';
import { unreadableText } from '../sentences/unreadableText';
import type { ServerInspection } from '../collector/inspect/inspectServer';
import { shownUrl } from '../domain/shownUrl';
import { visibleText } from '../domain/visibleText';
import { settingKeys } from '../ids';
import type { CollectingStatus, DataDiagnostics, SourceState } from '../protocol/collectingStatus';
import { defaultSettings, type Settings } from './settings';

/** What a report on this product has to tell. */
export interface DiagnosticsFacts {
  readonly extensionVersion: string;
  readonly vscodeVersion: string;
  /** Such as `linux x64`; with the kind of remote where the extension runs on one. */
  readonly platform: string;
  /** Unix ms. */
  readonly at: number;
  readonly settings: Settings;
  readonly status: CollectingStatus;
  readonly inspection: ServerInspection;
}

/**
 * Plain text for a report. It is English everywhere, since developers read it, and holds no query of an
 * address: tokens are kept there.
 */
export function diagnosticsText(facts: DiagnosticsFacts): string {
  const { extensionVersion, vscodeVersion, platform, at, settings, status, inspection } = facts;
  const lines = [
    `MockForge Analytics ${extensionVersion}, VS Code ${vscodeVersion}, ${platform}, ${timeText(at)}`,
    'Settings',
    ...settingLines(settings),
    'Collecting',
    ...statusLines(status),
    ...diagnosticsLines(status),
  ];
  return [...lines.map(visibleText), inspectionText(inspection)].join('\n');
}

function settingLines(settings: Settings): string[] {
  const names = Object.keys(settingKeys) as (keyof typeof settingKeys)[];
  const changed = names.filter((name) => !isDeepStrictEqual(settings[name], defaultSettings[name]));
  if (changed.length === 0) return ['  All settings have their defaults.'];
  return changed.map((name) => `  ${settingKeys[name]}: ${settingText(name, settings)}`);
}

function settingText(name: keyof typeof settingKeys, settings: Settings): string {
  const isAddress = /Url$/;
  const shown = (key: string, value: unknown): unknown =>
    isAddress.test(key) && typeof value === 'string' ? shownUrl(value) : value;
  return JSON.stringify(shown(name, settings[name]), shown);
}

const phases: Readonly<Record<CollectingStatus['phase'], string>> = {
  waiting: 'This server has never answered with this storage.',
  collecting: 'The last scrape succeeded.',
  watching: 'Another window is collecting from this server.',
  restarting: 'The server does not answer, as while it restarts.',
  failing: 'The last scrape failed, although an earlier one succeeded.',
  paused: 'Collecting is paused.',
};

function statusLines(status: CollectingStatus): string[] {
  const { phase, metrics, log, recorder, lastScrapeAt, lastTryAt, nextTryAt, failedTries } = status;
  return [
    `  ${phases[phase]}`,
    `  Metrics: ${sourceText(metrics)}`,
    `  Request log: ${sourceText(log)}`,
    `  Recorder: ${sourceText(recorder)}`,
    `  Last successful scrape: ${timeText(lastScrapeAt)}; last try: ${timeText(lastTryAt)}; next: ${timeText(nextTryAt)}`,
    `  Failed tries since then: ${failedTries}`,
  ];
}

const states: Readonly<Record<SourceState['state'], string>> = {
  unknown: 'not asked yet',
  on: 'on',
  restarting: 'silent, perhaps restarting',
  failing: 'failing',
  off: 'off',
};

function sourceText({ state, failure }: SourceState): string {
  return failure ? `${states[state]}. ${failure.what} ${failure.todo}` : states[state];
}

function diagnosticsLines({ diagnostics }: CollectingStatus): string[] {
  if (!diagnostics) return ['  No scrape has succeeded since the start.'];
  const { bodyBytes, scrapeMs, commitMs, ...counts } = diagnostics;
  return [
    `  Last successful scrape: ${bodyBytes} bytes in ${scrapeMs} ms, committed in ${commitMs} ms`,
    `  Samples dropped: ${counts.droppedSamples}; series anomalies: ${counts.seriesAnomalies}; late log rows: ${counts.lateRows}; late faults: ${counts.lateFaults}; clock steps: ${counts.clockSteps}; requests at other endpoints: ${counts.otherEndpoints}; counted from the log: ${counts.countedFromLog}; unequal histograms: ${counts.unequalHistograms}; repeated samples: ${counts.repeatedSamples}; broken histograms: ${counts.brokenHistograms}; other servers: ${counts.otherServers}; unreadable entries: ${unreadableCount(counts)}`,
  ];
}

function unreadableCount({ unreadableEntries, lastUnreadable }: DataDiagnostics): string {
  return lastUnreadable === null
    ? String(unreadableEntries)
    : `${unreadableEntries}, the last of them ${unreadableText(lastUnreadable, english)}`;
}

function timeText(unixMs: number | null): string {
  return unixMs === null ? 'none' : new Date(unixMs).toISOString();
}

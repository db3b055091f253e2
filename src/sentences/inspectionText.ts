import { joined, numberFormat } from '../domain/numberFormat';
import { shownUrl } from '../domain/shownUrl';
import { sumOf } from '../domain/sum';
import { visibleText } from '../domain/visibleText';
import { gapsIn, mostPaths } from '../mockforge/exposure';
import type {
  ExposedFamily,
  Exposure,
  FamilySamples,
  Flaw,
  Gap,
  Gaps,
} from '../mockforge/exposure';
import type { AdminResult } from '../collector/sources/adminApi';
import type { ServerInspection } from '../collector/inspect/inspectServer';
import { failureLine, failureText } from './failureTexts';
import type { Wording } from './localize';
import { english, worded } from './localize';

/** These texts go into reports to developers, so they are English everywhere. */
const numbers = numberFormat('en');

const formatNames = { 'prometheus-text': 'Prometheus text 0.0.4', openmetrics: 'OpenMetrics 1.0' };

/** What a body of metrics holds, what of it is used and what it lacks: lines of plain text. */
export function exposureText(source: string, exposure: Exposure): string {
  return textOf(`Metrics of ${source}`, [
    ...bodyLines(exposure),
    ...familyLines(exposure),
    ...listOf('Wrong', exposure.flaws.map(flawText)),
    ...listOf('Missing', gapsIn(exposure).map(gapText)),
  ]);
}

/** As exposureText, for a server: also how it answered, and what its admin API gives. */
export function inspectionText(inspection: ServerInspection): string {
  const { metricsUrl, metrics } = inspection;
  const title = `Metrics of ${shownUrl(metricsUrl)}`;
  const admin = adminLines(inspection);
  if (!metrics.ok) {
    const line = failureLine(metrics.failure, english);
    return textOf(title, [`  ${line}`, ...admin, ...listOf('Missing', gapsOf(inspection))]);
  }
  const { exposure, scrapeMs } = metrics;
  return textOf(title, [
    ...bodyLines(exposure),
    fact('Scrape', `${count(scrapeMs)} ms`),
    ...familyLines(exposure),
    ...listOf('Wrong', exposure.flaws.map(flawText)),
    ...admin,
    ...listOf('Missing', [...gapsIn(exposure).map(gapText), ...gapsOf(inspection)]),
  ]);
}

function textOf(title: string, lines: readonly string[]): string {
  // The number formats' non-breaking blanks are for proportional type.
  return `${[title, ...lines].map(visibleText).join('\n')}\n`.replaceAll('\u00a0', ' ');
}

function bodyLines(exposure: Exposure): string[] {
  const { bytes, lines, samples, families, format, requests, processStart, uptime } = exposure;
  return [
    fact('Body', `${joined(numbers.bytes(bytes))}, ${formatNames[format]}`),
    fact(
      'Content',
      `${count(lines)} lines, ${count(samples)} samples, ${count(families.length)} families`,
    ),
    fact('Requests', requests === null ? 'none counted' : `${count(requests)} counted`),
    ...(processStart === null ? [] : [fact('Started', timeText(processStart * 1000))]),
    ...(uptime === null ? [] : [fact('Uptime', `${count(uptime)} s`)]),
  ];
}

/** A server may say any number; a date has bounds. */
function timeText(unixMs: number): string {
  const date = new Date(unixMs);
  return Number.isNaN(date.getTime()) ? `${unixMs / 1000} s after 1970` : date.toISOString();
}

function familyLines({ families, growth, samples }: Exposure): string[] {
  const used = families.flatMap(({ name, type, samples: own }) =>
    own && own.used > 0 ? [{ name, type, ...own }] : [],
  );
  const read = sumOf(used.map((family) => family.used));
  const width = Math.max(0, ...used.map(({ name }) => name.length));
  return [
    `Understood: ${count(used.length)} families, ${count(read)} samples`,
    ...used.map((family) => `  ${family.name.padEnd(width)}  ${familyText(family)}`),
    `Not used: ${count(families.length - used.length)} families, ${count(samples - read)} samples`,
    ...growth.map(growthText),
  ];
}

function familyText({ type, all, used }: Pick<ExposedFamily, 'type'> & FamilySamples): string {
  const some = used < all ? `, ${count(used)} of them used` : '';
  const samples = all === 1 ? '1 sample' : `${count(all)} samples`;
  return `${type ?? 'no type'}, ${samples}${some}`;
}

function growthText({ what, samples, paths }: Exposure['growth'][number]): string {
  const many = paths < mostPaths ? count(paths) : `at least ${count(mostPaths)}`;
  return `Growth by ${what}: ${count(samples)} samples for ${many} raw paths; a new path adds more, until MockForge is restarted`;
}

function adminLines({ adminUrl, version, routes, logRows }: ServerInspection): string[] {
  const failures = [version, routes, logRows].flatMap((answer) =>
    answer.ok ? [] : [failureText(answer.failure, english).what],
  );
  const [failure] = failures;
  const allAlike = failures.length === 3 && new Set(failures).size === 1;
  return [
    `Admin API of ${shownUrl(adminUrl)}`,
    ...(allAlike && failure !== undefined
      ? [`  ${failure}`]
      : [
          fact(
            'Version',
            answerText(version, (text) => text ?? 'not told'),
          ),
          fact('Routes', answerText(routes, count)),
          fact(
            'Log',
            answerText(logRows, (rows) => `${count(rows)} requests`),
          ),
        ]),
  ];
}

function answerText<T>(answer: AdminResult<T>, text: (value: T) => string): string {
  return answer.ok ? text(answer.value) : failureText(answer.failure, english).what;
}

const flaws: Readonly<Record<Flaw['kind'], string>> = {
  broken_histograms:
    'Histograms without their sum or +Inf bucket, or with decreasing buckets, which are ignored',
  unequal_histograms: 'Histograms whose buckets and count disagree',
  repeated_samples: 'Samples of a series that appeared before, which are ignored',
  dropped_samples: 'Samples that no counter can be (NaN, infinite or negative), which are ignored',
};

/** What of a body is not used, in a sentence. */
export function flawText({ kind, count }: Flaw): string {
  return `${flaws[kind]}: ${count}.`;
}

/** With the way to have it where there is one. */
const gaps: Wording<Gaps> = {
  prometheus_server: () =>
    'These are the metrics of a Prometheus server, not of MockForge. Start MockForge on another port, such as --metrics-port 9091, and connect to it.',
  no_mockforge: () =>
    'It contains no MockForge metrics. MockForge serves them on port 9090, path /metrics.',
  no_request: ({ counter }) =>
    `No request has been counted yet: ${counter} appears with the first.`,
  no_process_start: ({ metric }) =>
    `${metric} is absent because MockForge exposes it only on Linux. Restarts are recognized by the dashboard's start time (start MockForge with --admin), otherwise by the uptime.`,
  no_endpoints: () =>
    'The metrics name no endpoints (the by-path families are absent). Endpoints come from the request log, which needs --admin.',
  no_chaos: () =>
    'No fault or delay has been injected yet: the chaos families appear with the first, on a server started with --chaos.',
};

/** What a body lacks, in a sentence or two. */
export function gapText(gap: Gap): string {
  return worded(gaps, gap, english);
}

/** What only asking the whole server can tell. */
function gapsOf({ metrics, logRows, routes }: ServerInspection): string[] {
  const requests = metrics.ok ? (metrics.exposure.requests ?? 0) : null;
  const failures = [logRows, routes].flatMap((answer) =>
    answer.ok ? [] : [failureText(answer.failure, english).todo],
  );
  return [
    ...new Set(failures),
    ...(requests === 0 && logRows.ok && logRows.value > 0
      ? [
          'The log has requests, but the counters are 0: this MockForge counts none. Totals need a newer one.',
        ]
      : []),
    "Whether there is a recorder (--recorder) is not checked here: it answers on the mock's own port, where each question counts as a request.",
  ];
}

function listOf(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [title, ...sentences.map((sentence) => `  ${sentence}`)];
}

function fact(name: string, value: string): string {
  return `  ${name.padEnd(8)}  ${value}`;
}

function count(value: number): string {
  return numbers.count(value);
}

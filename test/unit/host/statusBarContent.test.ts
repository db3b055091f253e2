import { strict as assert } from 'node:assert';
import { statusBarContent, type StatusBarFacts } from '../../../src/host/statusBarContent';
import { tooltipMarkdown } from '../../../src/host/surfaces/tooltip';
import type { CollectingStatus, FailureKind } from '../../../src/protocol/collectingStatus';
import { english } from '../../../src/sentences/localize';
import { everythingOn } from '../../support/everythingOn';

const status: CollectingStatus = {
  ...everythingOn,
  lastScrapeAt: new Date(2026, 10, 23, 22, 53, 15).getTime(),
};

const refused = {
  kind: 'unreachable',
  what: 'No answer from 127.0.0.1:9090: connection refused.',
  todo: 'Start MockForge.',
} as const;

const facts: StatusBarFacts = {
  server: null,
  status,
  summary: {
    requests: 4200,
    errors: 88,
    coveredSeconds: 300,
    p95: { value: 217, bucket: [100, 250], above: false },
  },
  teamStore: null,
  staleSince: null,
  databaseBytes: 464_300,
  running: [],
  alerts: [],
  errorRateThresholdPercent: 5,
  notice: null,
};

/** What is shown, its hover as the editor gets it; what is as wide as a figure or a point is written as `_` or `,`. */
function content(
  changes: Partial<StatusBarFacts>,
): Record<'icon' | 'text' | 'tooltip' | 'label' | 'severity', string> {
  const shown = statusBarContent({ ...facts, ...changes }, 'en', english);
  const text = shown.text.replaceAll('\u2007', '_').replaceAll('\u2008', ',');
  return { ...shown, text, tooltip: tooltipMarkdown(shown.tooltip) };
}

describe('statusBarContent', () => {
  it('shows error rate and requests a second', () => {
    const { icon, text, label, severity } = content({});
    assert.deepEqual([icon, text], ['pulse', '_2.1% err · 14.0 req/s']);
    assert.equal(label, 'MockForge, last 5 minutes: 2.1% errors, 14.0 requests per second');
    assert.equal(severity, 'normal');
  });

  it('has a bell and is an error while alert rules are broken, and says which', () => {
    const broken = 'GET /api/users: error rate over 5% for 5 min, since 22:53.';
    const { icon, tooltip, label, severity } = content({ alerts: [broken] });
    assert.deepEqual([icon, severity], ['bell-dot', 'error']);
    assert.match(
      tooltip,
      /^GET \\\/api\\\/users\\: error rate over 5\\% for 5 min\\, since 22\\:53\\\./,
    );
    assert.match(
      tooltip,
      /\[Manage Alerts\\\.\\\.\\\.\]\(command:mockforgeAnalytics\.manageAlerts\)/,
    );
    assert.ok(label.endsWith(`requests per second. ${broken}`), label);
  });

  it('says which session is running', () => {
    const at = (name: string, minute: number) => ({
      name,
      from: new Date().setHours(0, minute, 0, 0) / 1000,
      to: null,
    });
    assert.match(
      content({ running: [at('smoke', 7)] }).tooltip,
      /Session “smoke” is running since /,
    );
    assert.match(
      content({ running: [at('load', 8), at('smoke', 7)] }).tooltip,
      /2 sessions are running\\, the newest is “load”/,
    );
    assert.doesNotMatch(content({}).tooltip, /running/);
  });

  it('says in words that another window collects, and nothing of it twice', () => {
    const collectedBy = { process: 4711, host: 'desk' };
    const watching = { ...status, phase: 'watching', collectedBy } as const;
    const { icon, text, label, tooltip, severity } = content({
      status: watching,
      notice: 'Only read.',
    });
    const sentence = 'Another window is collecting from this server (process 4711 on desk).';
    assert.deepEqual([icon, text], ['eye', '_2.1% err · 14.0 req/s']);
    assert.ok(label.endsWith(sentence));
    assert.ok(tooltip.startsWith('Another window is collecting from this server'));
    assert.ok(!tooltip.includes('Only read'));
    assert.equal(severity, 'normal');
  });

  it('says of numbers that are stale until when they last, and names the team store that they are of', () => {
    const failing = {
      ...status,
      phase: 'failing',
      metrics: { state: 'failing', failure: { ...refused, kind: 'store' } },
    } as const;
    const stale = content({
      status: failing,
      staleSince: 1_700_000_000,
      databaseBytes: null,
      teamStore: 'postgres://ci@db/traffic?target=shop',
    });
    assert.equal(stale.text, '_2.1% err · 14.0 req/s · stale');
    assert.equal(stale.severity, 'warning');
    const [until] = /5 minutes up to \d+(?::\d\d)+/.exec(stale.label) ?? [];
    assert.ok(until, stale.label);
    assert.ok(stale.label.endsWith(refused.what), stale.label);
    assert.match(stale.tooltip, /5 minutes up to/);
    assert.ok(stale.tooltip.includes('Team store'), stale.tooltip);
    assert.ok(!stale.tooltip.includes('Database'), stale.tooltip);
  });

  it('divides by the seconds that are known', () => {
    const summary = { requests: 30, errors: 0, coveredSeconds: 60, p95: null };
    assert.equal(content({ summary }).text, '_0.0% err · _0.5 req/s');
  });

  it('knows no error rate without requests, and nothing without coverage', () => {
    const idle = { requests: 0, errors: 0, coveredSeconds: 300, p95: null };
    assert.equal(content({ summary: idle }).text, '__–, err · _0.0 req/s');
    const unknown = content({ summary: { ...idle, coveredSeconds: 0 } });
    assert.deepEqual([unknown.icon, unknown.text], ['pulse', 'no data']);
    assert.equal(content({ summary: null }).text, 'no data');
  });

  it('is an error above the threshold only', () => {
    assert.equal(content({ errorRateThresholdPercent: 2 }).severity, 'error');
    const summary = { requests: 100, errors: 2, coveredSeconds: 300, p95: null };
    assert.equal(content({ summary, errorRateThresholdPercent: 2 }).severity, 'normal');
  });

  it('is a warning with the reason while collecting fails', () => {
    const metrics = { state: 'failing', failure: refused } as const;
    const failing = content({
      status: { ...status, phase: 'failing', metrics },
      errorRateThresholdPercent: 0,
    });
    assert.equal(failing.severity, 'warning');
    assert.deepEqual([failing.icon, failing.text], ['warning', '_2.1% err · 14.0 req/s']);
    assert.match(failing.tooltip, /No answer from 127\\\.0\\\.0\\\.1\\:9090\\: connection refused/);
    assert.ok(failing.label.endsWith(refused.what));
  });

  it('says that the server may be restarting, which is no warning', () => {
    const failure = { ...refused, todo: 'It may be restarting.' };
    const metrics = { state: 'restarting', failure } as const;
    const log = { state: 'restarting', failure: { ...refused, what: 'The log.' } } as const;
    const shown = content({ status: { ...status, phase: 'restarting', metrics, log } });
    assert.deepEqual(
      [shown.icon, shown.text, shown.severity],
      ['sync', '_2.1% err · restarting?', 'normal'],
    );
    assert.match(shown.tooltip, /It may be restarting/);
    assert.ok(!shown.tooltip.includes('The log'));
    assert.ok(shown.label.endsWith('The server may be restarting.'));
  });

  it('says that collecting is paused', () => {
    const paused = content({
      status: { ...status, phase: 'paused' },
      errorRateThresholdPercent: 0,
    });
    assert.equal(paused.severity, 'normal');
    assert.deepEqual([paused.icon, paused.text], ['debug-pause', '_2.1% err · 14.0 req/s']);
    assert.match(paused.tooltip, /Collecting is paused/);
    assert.match(paused.label, /Collecting is paused/);
  });

  it('has a table of requests, errors, p95, last scrape and database size as tooltip', () => {
    assert.equal(
      content({}).tooltip.replaceAll('\u00a0', ' '),
      [
        '| Last 5 minutes | |',
        '|:--|--:|',
        String.raw`| Requests | 4\,200 |`,
        '| Errors | 88 |',
        '| p95 | 217 ms |',
        String.raw`| Last scrape | 22\:53\:15 |`,
        String.raw`| Database | 464\.3 kB |`,
        '',
        String.raw`http\:\/\/127\.0\.0\.1\:9090\/metrics`,
      ].join('\n'),
    );
  });

  it('escapes what the server may have worded', () => {
    const failure = { ...refused, what: '[x](command:evil) <img src=a>' };
    const metrics = { state: 'failing', failure } as const;
    const { tooltip } = content({ status: { ...status, phase: 'failing', metrics } });
    assert.match(tooltip, /\\\[x\\\]\\\(command\\:evil\\\) \\<img src\\=a\\>/);
  });

  it('offers the backfill beside connecting where a Prometheus answers, and only there', () => {
    const failing = (kind: FailureKind): StatusBarFacts['status'] => ({
      ...status,
      phase: 'failing',
      metrics: { state: 'failing', failure: { ...refused, kind } },
    });
    const links =
      /\[Connect to Server[.\\]+\]\(command:[\w.]+\) · \[Backfill from Prometheus[.\\]+\]\(command:/;
    assert.match(content({ status: failing('prometheus_server') }).tooltip, links);
    assert.doesNotMatch(content({ status: failing('unreachable') }).tooltip, /command:/);
  });

  it('names the current server where there are several, and offers to switch', () => {
    const { text, label, tooltip } = content({ server: 'shop' });
    assert.match(text, /^shop: .*err/);
    assert.match(label, /^shop, last 5 minutes: 2\.1% errors/);
    assert.match(tooltip, /^\*\*shop\*\*/);
    assert.match(tooltip, /\(command:mockforgeAnalytics\.switchServer\)/);
    assert.doesNotMatch(content({}).tooltip, /switchServer/);
  });
});

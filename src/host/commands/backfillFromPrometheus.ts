import * as vscode from 'vscode';
import { AmbiguousServersError } from '../../collector/backfill/ambiguousServers';
import { backfill, longestQueryMs } from '../../collector/backfill/backfill';
import type { BackfillStore } from '../../collector/backfill/backfill';
import { probePrometheus } from '../../collector/backfill/probePrometheus';
import { systemClock } from '../../collector/systemClock';
import type { HttpGet } from '../../collector/sources/httpGet';
import { normaliseServerUrl } from '../../domain/serverUrl';
import { numberFormat } from '../../domain/numberFormat';
import { daySeconds, hourSeconds, toSeconds } from '../../domain/time';
import { PrometheusError } from '../../prometheus/queryRange';
import { labelMatchersText } from '../../prometheus/labelMatcher';
import type { LabelMatcher } from '../../prometheus/labelMatcher';
import { errorText } from '../../sentences/failureTexts';
import { askAuthorization } from '../askAuthorization';
import { backfilledText, stoppedText } from '../backfillText';
import type { StoredCredentials } from '../storedCredentials';
import { askAddress } from '../surfaces/askAddress';
import { inform } from '../surfaces/notifications';
import { withCancellableProgress } from '../surfaces/progress';
import { pick } from '../surfaces/questions';
import type { Target } from '../target';
import type { TargetSettings } from '../targetSettings';

const longestProbeMs = 5000;

type Dimensions = Pick<TargetSettings, 'workspaceId' | 'environment'>;

/** What to fill in, and from where. */
interface Wish {
  readonly prometheusUrl: string;
  /** How far back, seconds. */
  readonly seconds: number;
}

/** Fills in what was not collected, from a Prometheus server that scraped MockForge. */
export async function backfillFromPrometheus(
  target: Target,
  credentials: StoredCredentials,
): Promise<void> {
  const past = await target.past();
  const wish = await askWish(target, credentials);
  if (!past || !wish) return;
  const done = await fillAsking(past, wish, target.settings, credentials.http);
  if (done !== undefined) inform(done);
}

async function askWish(
  { status }: Target,
  credentials: StoredCredentials,
): Promise<Wish | undefined> {
  const { metrics, metricsUrl } = status;
  const { host, origin } = new URL(metricsUrl);
  const prometheusUrl = await askAddress({
    title: vscode.l10n.t('Backfill from Prometheus (1/2): Server'),
    prompt: vscode.l10n.t(
      'A Prometheus server that scrapes MockForge, usually on port 9090. Its data fills in the history of {0}.',
      host,
    ),
    value: metrics.failure?.kind === 'prometheus_server' ? origin : '',
    normalise: normaliseServerUrl,
    probe: async (url) => {
      const failure = await failureOf(url, credentials.http);
      if (failure === undefined || wantsCredentials(failure)) return undefined;
      return errorText(failure, vscode.l10n.t);
    },
  });
  if (prometheusUrl === undefined) return undefined;
  if (!(await isAuthorized(prometheusUrl, credentials))) return undefined;
  const seconds = await askRange();
  return seconds === undefined ? undefined : { prometheusUrl, seconds };
}

/** What probing a server fails with; undefined if it answers. */
function failureOf(url: string, http: HttpGet): Promise<unknown> {
  const access = { http, clock: systemClock, timeoutMs: longestProbeMs };
  return probePrometheus(access, url).then(
    () => undefined,
    (error: unknown) => error,
  );
}

function wantsCredentials(failure: unknown): boolean {
  if (!(failure instanceof PrometheusError)) return false;
  const { fault } = failure;
  return fault.kind === 'status' && (fault.status === 401 || fault.status === 403);
}

/** Asks for credentials until the server takes them, and has the editor keep them; false if the user gives up. */
async function isAuthorized(url: string, credentials: StoredCredentials): Promise<boolean> {
  const { origin, host } = new URL(url);
  while (wantsCredentials(await failureOf(url, credentials.http))) {
    const areKept = (await credentials.of(origin)) !== undefined;
    const title = areKept
      ? vscode.l10n.t('{0} refuses the credentials that are kept for it', host)
      : vscode.l10n.t('{0} asks for credentials', host);
    const answer = await askAuthorization(title, areKept);
    if (!answer) return false;
    await credentials.set(origin, answer.authorization);
  }
  return true;
}

/** How far back to go, seconds. */
async function askRange(): Promise<number | undefined> {
  const ranges = [
    { label: vscode.l10n.t('Last hour'), seconds: hourSeconds },
    { label: vscode.l10n.t('Last 6 hours'), seconds: 6 * hourSeconds },
    { label: vscode.l10n.t('Last 24 hours'), seconds: daySeconds },
    { label: vscode.l10n.t('Last 7 days'), seconds: 7 * daySeconds },
    { label: vscode.l10n.t('Last 30 days'), seconds: 30 * daySeconds },
  ];
  const chosen = await pick(ranges, {
    title: vscode.l10n.t('Backfill from Prometheus (2/2): Range'),
    placeHolder: vscode.l10n.t('Only time without collected data is filled in'),
    ignoreFocusOut: true,
  });
  return chosen?.seconds;
}

/** Fills in, asking which server is meant as often as necessary; undefined if the user gives up. */
async function fillAsking(
  past: BackfillStore,
  wish: Wish,
  dimensions: Dimensions,
  http: HttpGet,
): Promise<string | undefined> {
  const matchers: LabelMatcher[] = [];
  for (;;) {
    try {
      return await fill(past, wish, matchers, dimensions, http);
    } catch (error) {
      if (!(error instanceof AmbiguousServersError)) throw error;
      const meant = await askServer(error);
      if (!meant) return undefined;
      matchers.push(...meant);
    }
  }
}

async function askServer({
  fault,
}: AmbiguousServersError): Promise<readonly LabelMatcher[] | undefined> {
  const rows = fault.choices.map(({ matchers, requests }) => ({
    matchers,
    label: labelMatchersText(matchers),
    description: vscode.l10n.t('{0} requests', numberFormat(vscode.env.language).count(requests)),
  }));
  const chosen = await pick(rows, {
    title: vscode.l10n.t('Backfill from Prometheus: Choose a Server'),
    placeHolder: vscode.l10n.t(
      'These may be the same server, so its requests could be counted more than once. Which one do you mean?',
    ),
    ignoreFocusOut: true,
  });
  return chosen?.matchers;
}

/** Fills in under a progress that can be cancelled; resolves with a sentence on what was done. */
async function fill(
  past: BackfillStore,
  wish: Wish,
  matchers: readonly LabelMatcher[],
  dimensions: Dimensions,
  http: HttpGet,
): Promise<string> {
  const { workspaceId, environment } = dimensions;
  const stop = new AbortController();
  const to = toSeconds(Date.now());
  let minutes = 0;
  const title = vscode.l10n.t('Backfill from Prometheus');
  try {
    const report = await withCancellableProgress(title, stop, (tell) =>
      backfill({
        ...{ http, clock: systemClock, timeoutMs: longestQueryMs },
        prometheusUrl: wish.prometheusUrl,
        matchers,
        store: past,
        dimensions: { workspaceId, environment },
        from: to - wish.seconds,
        to,
        signal: stop.signal,
        onProgress: (reached) => {
          tell(reached.done);
          ({ minutes } = reached);
        },
      }),
    );
    return backfilledText(report, vscode.env.language, vscode.l10n.t);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return stoppedText(minutes, vscode.env.language, vscode.l10n.t);
  }
}

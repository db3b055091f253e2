import * as vscode from 'vscode';
import type { Alert } from '../../alerts/alert';
import { withVerdict } from '../../alerts/alert';
import type { AlertRule } from '../../alerts/alertRule';
import { judge } from '../../alerts/alertRule';
import type { AlertAnswer } from '../../alerts/alertTeller';
import { AlertTeller } from '../../alerts/alertTeller';
import { shortestRange } from '../../domain/range';
import { floorTo, minuteSeconds, toSeconds } from '../../domain/time';
import { commandIds } from '../../ids';
import type { TrafficFilter } from '../../protocol/readModels';
import type { AlertRules } from '../alertRules';
import { breachText } from '../alertText';
import { coalesced } from '../coalesced';
import { DisposableStore } from '../disposableStore';
import type { Log } from '../surfaces/log';
import { alarm, reportError } from '../surfaces/notifications';
import type { Target } from '../target';
import type { Targets } from '../targets';

/** Minutes before now of which the newest may not be collected yet. */
const pendingMinutes = 3;

/** What alerts are made from. */
export interface AlertSources {
  readonly targets: Targets;
  readonly alerts: AlertRules;
  readonly log: Log;
}

/** Judges the rules of each target after its commits, and tells of breaches. */
export class WatchedAlerts implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #sources: AlertSources;
  readonly #teller: AlertTeller;
  #following = new DisposableStore();

  constructor(sources: AlertSources) {
    const { targets, alerts } = sources;
    this.#sources = sources;
    this.#teller = new AlertTeller(alerts, {
      now: () => Date.now(),
      ask: (alert) => this.#ask(alert),
      show,
    });
    this.#owned.add(
      targets.onDidChange(() => {
        this.#follow();
      }),
    );
    this.#follow();
  }

  dispose(): void {
    this.#following.dispose();
    this.#owned.dispose();
  }

  #follow(): void {
    const { targets, log } = this.#sources;
    this.#following.dispose();
    this.#following = new DisposableStore();
    for (const target of targets.list) {
      const judgeAgain = coalesced(
        () => this.#judge(target),
        (error) => {
          log.error(error);
        },
      );
      this.#following.add(target.onDidCommit(judgeAgain));
    }
  }

  async #judge(target: Target): Promise<void> {
    const { alerts, log } = this.#sources;
    const rules = alerts.list.map(({ rule }) => rule).filter((rule) => rule.target === target.id);
    const reader = rules.length > 0 ? (await target.store())?.reader : undefined;
    if (!reader) return;
    const to = floorTo(toSeconds(Date.now()), minuteSeconds);
    for (const rule of rules) {
      const from = to - (rule.minutes + pendingMinutes) * minuteSeconds;
      const { excludedEndpoints } = target;
      const traffic = await reader.minutes({ from, to, excludedEndpoints, filter: filterOf(rule) });
      await alerts.change((list) => withVerdict(list, rule, judge(rule, traffic)));
    }
    // What is told may not be answered for hours: commits do not wait for it.
    this.#teller.tell().catch((error: unknown) => {
      log.error(error);
    });
  }

  async #ask(alert: Alert): Promise<AlertAnswer> {
    const { targets } = this.#sources;
    const { t } = vscode.l10n;
    const target = targets.find(alert.rule.target);
    const text = breachText(alert, toSeconds(Date.now()), {
      ...{ locale: vscode.env.language, localize: t },
      server: target ? targets.nameAmong(target) : null,
    });
    const answer = await alarm<Exclude<AlertAnswer, null>>(text ?? '', [
      { title: t('Mute for an Hour'), answer: 'mute' },
      { title: t('Never Again'), answer: 'end' },
      { title: t('Show'), answer: 'show' },
    ]);
    return answer ?? null;
  }
}

function filterOf({ endpoint }: AlertRule): TrafficFilter {
  return { conditions: [], workspaceId: null, environment: null, endpoint };
}

/** Opens the dashboard with all of the breach. */
function show({ rule, since }: Alert): void {
  const { target, endpoint, minutes } = rule;
  const now = toSeconds(Date.now());
  const range = shortestRange(now - (since ?? now - minutes * minuteSeconds));
  vscode.commands
    .executeCommand(commandIds.openDashboard, { target, range, endpoint })
    .then(undefined, reportError);
}

import type { Alert } from './alert';
import { muted, nextToTell, told, withoutRule } from './alert';

/** What the user answers; null: nothing. */
export type AlertAnswer = 'mute' | 'end' | 'show' | null;

/** The alerts there are, as they are kept. */
export interface KeptAlerts {
  readonly list: readonly Alert[];
  change(change: (list: readonly Alert[]) => readonly Alert[]): void;
}

/** How the user is told. */
export interface AlertSurface {
  /** Unix milliseconds. */
  now(): number;
  /** Resolves when the user has answered or closed it. */
  ask(alert: Alert): Promise<AlertAnswer>;
  show(alert: Alert): void;
}

/** Tells of breaches one at a time: while one is not answered, the others wait. */
export class AlertTeller {
  readonly #alerts: KeptAlerts;
  readonly #surface: AlertSurface;
  #isAsking = false;

  constructor(alerts: KeptAlerts, surface: AlertSurface) {
    this.#alerts = alerts;
    this.#surface = surface;
  }

  /** Tells of what is to be told now; resolves when there is no more, at once while one is not answered. */
  async tell(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      let alert: Alert | undefined;
      while ((alert = nextToTell(this.#alerts.list, this.#surface.now()))) await this.#ask(alert);
    } finally {
      this.#isAsking = false;
    }
  }

  async #ask(alert: Alert): Promise<void> {
    const { rule } = alert;
    this.#alerts.change((list) => told(list, rule));
    const answer = await this.#surface.ask(alert);
    if (answer === 'end') this.#alerts.change((list) => withoutRule(list, rule));
    if (answer === 'mute') this.#alerts.change((list) => muted(list, rule, this.#surface.now()));
    if (answer === 'show') this.#surface.show(alert);
  }
}

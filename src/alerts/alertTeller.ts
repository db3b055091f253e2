import type { Alert } from './alert';
import { muted, nextToTell, told, withoutRule } from './alert';

/** What the user answers; null: nothing. */
export type AlertAnswer = 'mute' | 'end' | 'show' | null;

/** The alerts there are, as they are kept for all windows of a workspace. */
export interface KeptAlerts {
  /**
   * Changes what is there now, one window after the other. `change` may be asked more than once, of which the last
   * answer counts. Rejects where that cannot be kept.
   */
  change(change: (list: readonly Alert[]) => readonly Alert[]): Promise<void>;
}

/** How the user is told. */
export interface AlertSurface {
  /** Unix milliseconds. */
  now(): number;
  /** Resolves when the user has answered or closed it. */
  ask(alert: Alert): Promise<AlertAnswer>;
  show(alert: Alert): void;
}

/** Tells of breaches one at a time: while one is not answered, the others wait. Of all windows one tells of a breach. */
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
      while ((alert = await this.#take())) await this.#ask(alert);
    } finally {
      this.#isAsking = false;
    }
  }

  /** The breach to tell of next, which no other window tells of then. */
  async #take(): Promise<Alert | undefined> {
    let taken: Alert | undefined;
    await this.#alerts.change((list) => {
      taken = nextToTell(list, this.#surface.now());
      return taken ? told(list, taken.rule) : list;
    });
    return taken;
  }

  async #ask(alert: Alert): Promise<void> {
    const { rule } = alert;
    const answer = await this.#surface.ask(alert);
    if (answer === 'end') await this.#alerts.change((list) => withoutRule(list, rule));
    if (answer === 'mute')
      await this.#alerts.change((list) => muted(list, rule, this.#surface.now()));
    if (answer === 'show') this.#surface.show(alert);
  }
}

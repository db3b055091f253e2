import { probeServer, type ProbedServer } from '../../collector/inspect/probeServer';
import type { Access } from '../../collector/sources/access';
import type { ConfiguredServer } from '../../mockforge/configFile';

/** What servers answered, each asked once at the same time as the others. */
export class Probes {
  readonly #asked = new Map<string, Promise<ProbedServer>>();
  readonly #answers = new Map<string, ProbedServer>();
  readonly #access: Access;
  readonly #onAnswer: () => void;

  constructor(access: Access, onAnswer: () => void) {
    this.#access = access;
    this.#onAnswer = onAnswer;
  }

  /** Undefined while it has not answered. */
  answerOf(server: ConfiguredServer): ProbedServer | undefined {
    return this.#answers.get(keyOf(server));
  }

  /** Asks a server, unless it was asked. Never rejects. */
  ask(server: ConfiguredServer): Promise<ProbedServer> {
    const key = keyOf(server);
    const asked = this.#asked.get(key) ?? this.#ask(server, key);
    this.#asked.set(key, asked);
    return asked;
  }

  /** Resolves when all that were asked have answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#asked.values());
  }

  async #ask(server: ConfiguredServer, key: string): Promise<ProbedServer> {
    const answer = await probeServer(this.#access, server);
    this.#answers.set(key, answer);
    this.#onAnswer();
    return answer;
  }
}

function keyOf({ metricsUrls, adminUrls }: ConfiguredServer): string {
  return JSON.stringify([metricsUrls, adminUrls]);
}

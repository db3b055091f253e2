import { Client } from 'pg';
import type { Connection, Submittable } from 'pg';
import { Batch } from './batch';
import type { RowsAsked } from './batch';
import { clientOptions } from './clientOptions';
import type { Announcement, Answer, Ask, Command, Problem } from './networkCalls';
import { answers, beats, hasScript, noRows } from './networkCalls';
import { ParameterTypes } from './parameterTypes';
import { Portal } from './portal';
import { PreparedStatements } from './preparedStatements';
import { problemOf } from './problem';

const beatMs = 1000;

/**
 * A connection to a server, and what is asked of it by somebody who waits meanwhile. The first answer is to its being
 * opened.
 */
export class NetworkSession {
  readonly #port: Announcement['port'];
  readonly #signal: Int32Array;
  readonly #silentSeconds: number;
  readonly #client: Client;
  readonly #prepared = new PreparedStatements();
  readonly #asks: Ask[] = [];
  #beat: NodeJS.Timeout | undefined;
  #portal: Portal | undefined;
  #isBusy = true;
  /** What went wrong with what nobody waits for: the next to wait is told. */
  #failed: Problem | undefined;
  #hasEnded = false;

  constructor({ port, signal, settings, application, ...limits }: Announcement) {
    this.#port = port;
    this.#signal = new Int32Array(signal);
    this.#silentSeconds = limits.silentSeconds;
    this.#client = new Client({
      ...clientOptions(settings, application),
      statement_timeout: limits.statementSeconds * 1000,
    });
    this.#client.on('error', (error) => {
      this.#end(problemOf(error));
    });
    port.on('message', (ask: Ask) => {
      this.#accept(ask);
    });
    port.on('close', () => {
      this.#rest();
      this.#hasEnded = true;
      this.#client.end(() => undefined);
    });
    this.#work();
    this.#client.connect((error: Error | null) => {
      if (error) this.#end(problemOf(error));
      this.#finish({ rows: noRows }, true);
    });
  }

  /** The connection is of no more use: whoever waits is told why, or who waits next. The first reason counts. */
  #end(problem: Problem): void {
    if (this.#hasEnded) return;
    this.#post({ problem: { ...problem, isEnd: true } });
    this.#hasEnded = true;
    this.#rest();
  }

  #accept(ask: Ask): void {
    if (ask.ask === 'more') {
      this.#work();
      this.#portal?.more();
    } else if (ask.ask === 'enough') {
      this.#work();
      this.#portal?.enough();
    } else {
      this.#asks.push(ask);
      this.#goOn();
    }
  }

  #goOn(): void {
    if (this.#isBusy || this.#hasEnded) return;
    const ask = this.#asks.shift();
    if (!ask) return;
    if (this.#failed) {
      this.#prepared.passOver(commandsOf(ask));
      if (ask.ask !== 'run') {
        this.#post({ problem: this.#failed });
        this.#failed = undefined;
      }
      this.#goOn();
    } else this.#begin(ask);
  }

  #begin(ask: Ask): void {
    if (ask.ask === 'types') {
      this.#submit(
        new ParameterTypes(ask.text, (answer) => {
          this.#finish(answer, true);
        }),
      );
    } else if (ask.ask === 'each') this.#send(ask.commands, 'each');
    else if (ask.ask === 'read') this.#read(ask);
    else if (ask.ask === 'run' || ask.ask === 'answer') this.#run(ask);
  }

  /** Runs what is asked for, together with what was asked for meanwhile and can go along. */
  #run(first: Extract<Ask, { readonly ask: 'run' | 'answer' }>): void {
    const commands = [...first.commands];
    let last = first;
    while (last.ask === 'run' && !hasScript(last)) {
      const [next] = this.#asks;
      if ((next?.ask !== 'run' && next?.ask !== 'answer') || hasScript(next)) break;
      this.#asks.shift();
      commands.push(...next.commands);
      last = next;
    }
    this.#send(commands, last.ask === 'answer' ? 'last' : 'none');
  }

  #send(commands: readonly Command[], asked: RowsAsked): void {
    this.#submit(
      new Batch(commands, this.#prepared, asked, (answer) => {
        this.#finish(answer, asked !== 'none');
      }),
    );
  }

  #read({ command, rows }: Extract<Ask, { readonly ask: 'read' }>): void {
    const portal = new Portal(command, this.#prepared, rows, {
      answer: (answer) => {
        this.#rest();
        const end = endOf(answer);
        if (end) this.#end(end);
        else this.#post(answer);
      },
      done: () => {
        this.#portal = undefined;
        this.#free();
      },
    });
    this.#portal = portal;
    this.#submit(portal);
  }

  #submit(submittable: Submittable): void {
    this.#isBusy = true;
    this.#work();
    this.#client.query(submittable);
  }

  #finish(answer: Answer, isAsked: boolean): void {
    const end = endOf(answer);
    if (end) this.#end(end);
    else if (isAsked) this.#post(answer);
    else if ('problem' in answer) this.#failed = answer.problem;
    this.#free();
  }

  #free(): void {
    this.#rest();
    this.#isBusy = false;
    this.#goOn();
  }

  #post(answer: Answer): void {
    if (this.#hasEnded) return;
    this.#port.postMessage(answer);
    Atomics.add(this.#signal, answers, 1);
    Atomics.notify(this.#signal, answers);
  }

  /** The server is to answer, and whoever waits knows that this thread lives. */
  #work(): void {
    this.#rest();
    let seen = this.#bytesRead();
    let silentSeconds = 0;
    this.#beat = setInterval(() => {
      Atomics.add(this.#signal, beats, 1);
      const read = this.#bytesRead();
      silentSeconds = read === seen ? silentSeconds + beatMs / 1000 : 0;
      seen = read;
      if (silentSeconds >= this.#silentSeconds) this.#cut(silentSeconds);
    }, beatMs);
  }

  #rest(): void {
    clearInterval(this.#beat);
  }

  #cut(seconds: number): void {
    const message = `Connection terminated: the server has said nothing for ${seconds} s`;
    this.#end({ code: undefined, message, position: undefined, isEnd: true });
    this.#stream()?.destroy();
  }

  #bytesRead(): number {
    return (this.#stream() as { readonly bytesRead?: number } | undefined)?.bytesRead ?? 0;
  }

  /** With TLS it is another one once it is encrypted. */
  #stream(): Connection['stream'] | undefined {
    return (this.#client as unknown as { readonly connection?: Connection }).connection?.stream;
  }
}

function commandsOf(ask: Ask): readonly Command[] {
  if (ask.ask === 'read') return [ask.command];
  return 'commands' in ask ? ask.commands : [];
}

/** Why nothing more can be asked, where an answer says so. */
function endOf(answer: Answer): Problem | undefined {
  return 'problem' in answer && answer.problem.isEnd ? answer.problem : undefined;
}

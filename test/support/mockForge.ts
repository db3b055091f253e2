import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const startLimitMs = 30_000;

/** A real MockForge that serves the shop's API on free ports of the loopback interface. */
export class MockForge {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly url: string;
  readonly metricsUrl: string;
  readonly adminUrl: string;

  private constructor(process: ChildProcess, folder: string, ports: readonly number[]) {
    const [http, metrics, admin] = ports.map((port) => `http://127.0.0.1:${port}`);
    this.#process = process;
    this.#folder = folder;
    this.url = http ?? '';
    this.metricsUrl = `${metrics ?? ''}/metrics`;
    this.adminUrl = admin ?? '';
  }

  /**
   * Starts `mockforge` from MOCKFORGE_BIN or PATH and waits until its metrics answer.
   * @throws Error with its last words when it is not there or does not come up in time
   */
  static async start(spec: string): Promise<MockForge> {
    const folder = mkdtempSync(join(tmpdir(), 'mockforge-'));
    const ports = await freePorts(5);
    const [http, metrics, admin, ws, grpc] = ports.map(String);
    const options = [
      ...['serve', '--no-config', '--spec', spec, '--no-rate-limit', '--recorder', '--admin'],
      ...['--http-port', http, '--ws-port', ws, '--grpc-port', grpc],
      ...['--admin-port', admin, '--metrics', '--metrics-port', metrics],
    ] as string[];
    const child = spawn(process.env['MOCKFORGE_BIN'] ?? 'mockforge', options, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new MockForge(child, folder, ports);
    await server.#untilUp(saidBy(child));
    return server;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill(signal);
      await once(this.#process, 'exit');
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #untilUp(said: () => string): Promise<void> {
    const gone = once(this.#process, 'exit').then(
      () => `ended at its start:\n${said()}`,
      (error: unknown) =>
        `could not be started: ${String(error)}. Put mockforge on PATH or its path in MOCKFORGE_BIN.`,
    );
    const outcome = await Promise.race([gone, this.#answers()]);
    if (outcome === true) return;
    await this.stop('SIGKILL').catch(() => undefined);
    throw new Error(`MockForge ${outcome === false ? `is not up:\n${said()}` : outcome}`);
  }

  async #answers(): Promise<boolean> {
    const limit = Date.now() + startLimitMs;
    while (Date.now() < limit) {
      const up = await Promise.all(
        [this.metricsUrl, `${this.adminUrl}/__mockforge/health`].map((url) =>
          fetch(url).then(
            (response) => response.ok,
            () => false,
          ),
        ),
      );
      if (up.every(Boolean)) return true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
  }
}

/** The last of what a process printed. */
function saidBy(child: ChildProcess): () => string {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-2000);
    });
  }
  return () => said;
}

/** Ports of the loopback interface that nobody listens at just now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.push((server.address() as AddressInfo).port);
  }
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

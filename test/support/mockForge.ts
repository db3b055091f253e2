import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const startLimitMs = 30_000;

/** The ports in the file that `mockforge init` writes. */
const initialPorts = ['3000', '9090', '9080', '3001', '50051'];

/** A real MockForge on free ports of the loopback interface. */
export class MockForge {
  /** Where it runs. */
  readonly folder = mkdtempSync(join(tmpdir(), 'mockforge-'));
  readonly url: string;
  readonly metricsUrl: string;
  readonly adminUrl: string;
  readonly #options: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(ports: readonly number[], options: readonly string[]) {
    const [http, metrics, admin] = ports.map((port) => `http://127.0.0.1:${port}`);
    this.#options = options;
    this.url = http ?? '';
    this.metricsUrl = `${metrics ?? ''}/metrics`;
    this.adminUrl = admin ?? '';
  }

  /**
   * Starts `mockforge` from MOCKFORGE_BIN or PATH with the API that a document describes, and waits until its metrics
   * answer.
   * @throws Error with its last words when it is not there or does not come up in time
   */
  static async start(spec: string): Promise<MockForge> {
    const ports = await freePorts(5);
    const [http, metrics, admin, ws, grpc] = ports.map(String) as [string, ...string[]];
    const server = new MockForge(ports, [
      ...['serve', '--no-config', '--spec', spec, '--no-rate-limit', '--recorder', '--admin'],
      ...['--http-port', http, '--ws-port', ws ?? '', '--grpc-port', grpc ?? ''],
      ...['--admin-port', admin ?? '', '--metrics', '--metrics-port', metrics ?? ''],
    ]);
    await server.begin();
    return server;
  }

  /** As start(), one that `mockforge init` set up, with routes (YAML) added to its `mockforge.yaml`. */
  static async initialised(routes: string): Promise<MockForge> {
    const ports = await freePorts(5);
    const server = new MockForge(ports, ['serve', '--config', 'mockforge.yaml', '--no-rate-limit']);
    await promisify(execFile)(binary(), ['init', '.'], { cwd: server.folder });
    const file = join(server.folder, 'mockforge.yaml');
    const text = readFileSync(file, 'utf8').replace(/^( +port: )(\d+)$/gm, (line, key, port) => {
      const own = ports[initialPorts.indexOf(String(port))];
      return own === undefined ? line : `${String(key)}${own}`;
    });
    writeFileSync(file, text + routes);
    await server.begin();
    return server;
  }

  /** Starts it again after end(), or for the first time. */
  async begin(): Promise<void> {
    const child = spawn(binary(), this.#options, {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    await this.#untilUp(child, saidBy(child));
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #untilUp(child: ChildProcess, said: () => string): Promise<void> {
    const gone = once(child, 'exit').then(
      () => `ended at its start:\n${said()}`,
      (error: unknown) =>
        `could not be started: ${String(error)}. Put mockforge on PATH or its path in MOCKFORGE_BIN.`,
    );
    const outcome = await Promise.race([gone, this.#answers()]);
    if (outcome === true) return;
    await this.end('SIGKILL').catch(() => undefined);
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

function binary(): string {
  return process.env['MOCKFORGE_BIN'] ?? 'mockforge';
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

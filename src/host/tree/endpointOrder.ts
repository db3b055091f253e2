import * as vscode from 'vscode';
import { endpointOrders, type EndpointOrderName } from './sortedEndpoints';

const memoryKey = 'topEndpoints.order';

/** What Top Endpoints is sorted by in this workspace. */
export class EndpointOrder implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  get current(): EndpointOrderName {
    const kept = this.#memory.get(memoryKey);
    return endpointOrders.find((order) => order === kept) ?? 'requests';
  }

  /** Resolves when it is kept; it holds at once. */
  async change(order: EndpointOrderName): Promise<void> {
    const kept = this.#memory.update(memoryKey, order);
    this.#changed.fire();
    await kept;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

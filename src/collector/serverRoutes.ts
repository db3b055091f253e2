import type { RouteTable } from '../domain/routeTable';
import type { AdminApi } from './sources/adminApi';

/** The routes of the running process: they do not change while it runs, and another may have others. */
export class ServerRoutes {
  readonly #admin: AdminApi;
  #routes: RouteTable | undefined;
  #ofProcess: number | null | undefined;

  constructor(admin: AdminApi) {
    this.#admin = admin;
  }

  /** As they were last read. */
  get known(): RouteTable | undefined {
    return this.#routes;
  }

  /**
   * Those of the process that started at `process` (null: nobody knows when), which is asked until it has told them:
   * until then the last ones; undefined while nobody told any.
   */
  async ofProcess(process: number | null): Promise<RouteTable | undefined> {
    if (this.#ofProcess !== process) {
      const answer = await this.#admin.routes();
      if (answer.ok) {
        this.#routes = answer.value;
        this.#ofProcess = process;
      }
    }
    return this.#routes;
  }
}

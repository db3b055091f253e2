import type { CollectingStatus } from '../../src/protocol/collectingStatus';
import { keptState } from '../../src/protocol/dashboardState';
import type { ImportedFile } from '../../src/protocol/importedFile';
import type {
  DashboardSettings,
  DashboardViewState,
  TargetChoices,
  WebviewEvent,
} from '../../src/protocol/webviewMessages';
import { hostOf } from './stateText';

type FactEvent = Extract<WebviewEvent, { type: 'status' | 'targets' | 'importedFiles' }>;

/** What the host tells unasked beside numbers: how collecting stands, what can be shown and what compared with. */
export class HostFacts {
  readonly shownFile: ImportedFile | undefined;
  #status: CollectingStatus;
  #files: readonly ImportedFile[];
  #targets: TargetChoices | undefined;

  constructor({ status, importedFiles, targets, shownFile }: DashboardSettings) {
    this.#status = status;
    this.#files = importedFiles;
    this.#targets = targets;
    this.shownFile = shownFile;
  }

  get status(): CollectingStatus {
    return this.#status;
  }

  get files(): readonly ImportedFile[] {
    return this.#files;
  }

  get targets(): TargetChoices | undefined {
    return this.#targets;
  }

  /** A state of the view as it is kept. */
  kept(state: DashboardViewState): unknown {
    return keptState(state, {
      shownFile: this.shownFile?.path,
      shownTarget: this.#targets?.shown,
    });
  }

  /** What the view shows the traffic of, as people read it. */
  get sourceName(): string {
    return this.shownFile?.name ?? hostOf(this.#status.metricsUrl);
  }

  /** Takes in what came. Another target changes all that is shown, another phase how it is drawn, all else the page's head. */
  take(event: FactEvent): 'target' | 'phase' | 'head' {
    if (event.type === 'importedFiles') {
      this.#files = event.files;
      return 'head';
    }
    const isOther = event.type === 'targets' && event.targets.shown !== this.#targets?.shown;
    if (event.type === 'targets') this.#targets = event.targets;
    const before = this.#status;
    this.#status = event.status;
    if (isOther) return 'target';
    return before.phase === event.status.phase ? 'head' : 'phase';
  }
}

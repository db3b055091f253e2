import type { FileDefect, SidecarDefect, StoreFault } from '../storeFault';
import { ifThere } from './fileError';
import {
  databaseHeaderBytes,
  forceRollbackJournal,
  headerDefect,
  pageSizeOf,
  readHeader,
} from './fileHeader';
import { identityAt } from './fileIdentity';
import { FrameIndex } from './frameIndex';
import { HeaderFit } from './headerFit';
import { OpenFile } from './openFile';
import type { PageStorage } from './pageImage';
import { isMoving, readGeneration, sidecarPath } from './sidecar';
import { framesStart, hasMagic } from './sidecarFormat';

/**
 * The pages that readers tell SQLite any database has room for. It takes their true number from page 1 and asks
 * for the size of the file only once, though the database grows.
 */
const roomForPages = 2 ** 31;

/** For a file without a header, which is no database. */
const anyPageSize = 4096;

/**
 * A database file and its sidecar as they were at a commit, to be read while another thread or process may write
 * them. What was read counts only if isCurrent() holds afterwards. Throws what the file system throws.
 */
export class PageView implements PageStorage {
  readonly pageSize: number;
  readonly #path: string;
  readonly #main: OpenFile;
  readonly #sidecar: OpenFile | undefined;
  readonly #generation: number;
  readonly #stamp: string | undefined;
  /** Undefined when there is no sidecar, or it is not this database's. */
  readonly #frames: FrameIndex | undefined;
  /** Commits in a sidecar that is left out, since they belong to another state of the file. */
  readonly leftOut: StoreFault | undefined;
  readonly #page: Uint8Array;

  private constructor(path: string, main: OpenFile, sidecar: OpenFile | undefined) {
    this.#path = path;
    this.#main = main;
    this.#sidecar = sidecar;
    // Before anything else is read, so that any change since is noticed.
    this.#generation = sidecar ? readGeneration(sidecar) : 0;
    this.#stamp = this.#stampNow();
    const header = readHeader(main);
    this.pageSize =
      header.length < databaseHeaderBytes ? anyPageSize : pageSizeOf(header) || anyPageSize;
    this.#page = new Uint8Array(this.pageSize);
    const frames = sidecar && framesFor(header, sidecar, isMoving(this.#generation));
    this.#frames = typeof frames === 'object' ? frames : undefined;
    this.leftOut =
      typeof frames === 'string'
        ? { kind: 'sidecar_left_out', file: path, sidecar: sidecarPath(path), defect: frames }
        : undefined;
  }

  /** Undefined when there is no database file. */
  static open(path: string): PageView | undefined {
    const main = ifThere(() => new OpenFile(path, 'r'));
    return (
      main &&
      new PageView(
        path,
        main,
        ifThere(() => new OpenFile(sidecarPath(path), 'r')),
      )
    );
  }

  /** The size for SQLite, bytes. */
  get roomBytes(): number {
    return roomForPages * this.pageSize;
  }

  /** The size of the database at the commit, bytes. */
  get sizeBytes(): number {
    return (this.#frames?.pageCount ?? 0) * this.pageSize || this.#main.sizeBytes;
  }

  /** False while the writer moves pages into the file, or died doing so. */
  get isSettled(): boolean {
    return !isMoving(this.#generation);
  }

  /** Why the file cannot be a database. */
  get defect(): FileDefect | undefined {
    const { sizeBytes } = this.#main;
    if (sizeBytes === 0) return 'empty';
    if (sizeBytes < databaseHeaderBytes) return headerDefect(readHeader(this.#main), sizeBytes);
    return headerDefect(this.readPage(1), this.sizeBytes);
  }

  /** False when pages were moved or files replaced since this was opened: open a new view then. */
  isCurrent(): boolean {
    return this.#stamp !== undefined && this.#stamp === this.#stampNow();
  }

  /** Picks up later commits. SQLite notices on its own: page 1 counts the changes. */
  advance(): void {
    if (this.#sidecar) this.#frames?.readOn(this.#sidecar);
  }

  readPage(page: number): Uint8Array {
    const place = this.#frames?.placeOf(page);
    const read =
      place !== undefined && this.#sidecar
        ? this.#sidecar.readAt(this.#page, place)
        : this.#main.readAt(this.#page, (page - 1) * this.pageSize);
    this.#page.fill(0, read);
    if (page === 1) forceRollbackJournal(this.#page);
    return this.#page;
  }

  writePage(page: number): void {
    throw new Error(`page ${page} is only being read and cannot be written`);
  }

  close(): void {
    this.#main.close();
    this.#sidecar?.close();
  }

  /** A text that changes whenever pages are moved or a file is replaced; undefined when that has happened already. */
  #stampNow(): string | undefined {
    if (identityAt(this.#path) !== this.#main.identity) return undefined;
    if (identityAt(sidecarPath(this.#path)) !== this.#sidecar?.identity) return undefined;
    const generation = this.#sidecar ? readGeneration(this.#sidecar) : 'none';
    const header = Buffer.from(readHeader(this.#main)).toString('latin1');
    return `${generation} ${header}`;
  }
}

/** The frames that belong to a database with this header; or why what was committed beside it does not. */
function framesFor(
  databaseHeader: Uint8Array,
  sidecar: OpenFile,
  moving: boolean,
): FrameIndex | SidecarDefect | undefined {
  const frames = FrameIndex.of(sidecar);
  if (!frames) {
    if (!hasMagic(sidecar)) return sidecar.sizeBytes > 0 ? 'foreign' : undefined;
    return sidecar.sizeBytes > framesStart ? 'damaged_header' : undefined;
  }
  const fit = new HeaderFit(databaseHeader);
  frames.readOn(sidecar, fit.note);
  if (fit.with(frames.header, moving)) return frames;
  return frames.end.frames > 0 ? 'other_state' : undefined;
}

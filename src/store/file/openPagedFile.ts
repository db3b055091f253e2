import { rmSync, statSync } from 'node:fs';
import type { FileDefect, SidecarDefect } from '../storeFault';
import {
  databaseHeaderBytes,
  headerDefect,
  pageCountOf,
  pageSizeOf,
  readHeader,
} from './fileHeader';
import { ifThere } from './fileError';
import { OpenFile } from './openFile';
import { HeaderFit } from './headerFit';
import { PagedFile } from './pagedFile';
import { isSidecar, Sidecar, sidecarPath } from './sidecar';
import { framesStart } from './sidecarFormat';

/** A database file opened for writing; or what is wrong with it, or with its sidecar. Then nothing is open. */
export type OpenedPagedFile =
  | {
      readonly pages: PagedFile;
      /** Whether commits were found that a writer which did not close left in the sidecar. */
      readonly recovered: boolean;
    }
  | { readonly defect: FileDefect }
  | { readonly sidecarDefect: SidecarDefect };

/**
 * Opens a database file, and the sidecar with what was committed since the last checkpoint. The caller must be
 * the one writer. Throws what the file system throws.
 */
export function openPagedFile(path: string): OpenedPagedFile {
  const main = new OpenFile(path, 'r+');
  let opened: OpenedPagedFile | undefined;
  try {
    opened = openWith(main, sidecarPath(path));
    return opened;
  } finally {
    if (!opened || !('pages' in opened)) main.close();
  }
}

function openWith(main: OpenFile, sidecarAt: string): OpenedPagedFile {
  const header = readHeader(main);
  const left = recoverSidecar(sidecarAt, header);
  if (typeof left === 'string') return { sidecarDefect: left };
  const defect = left?.frames ? defectWith(main, left) : headerDefect(header, main.sizeBytes);
  if (defect) {
    left?.close();
    return { defect };
  }
  const recovered = left !== undefined && left.frames > 0;
  const sidecar = left ?? Sidecar.create(sidecarAt, pageSizeOf(header), header);
  const pages = new PagedFile(main, sidecar);
  // Until every page has moved, the file is whole neither with the sidecar nor without it.
  if (sidecar.isMoving) pages.checkpoint();
  return { pages, recovered };
}

/** The sidecar at the path, ready to go on with; undefined when there is none; or why it cannot be used. */
function recoverSidecar(
  path: string,
  databaseHeader: Uint8Array,
): Sidecar | undefined | SidecarDefect {
  if (isSidecar(path) === false) return 'foreign';
  const sizeBytes = ifThere(() => statSync(path).size) ?? 0;
  if (sizeBytes <= framesStart) {
    // Its writer died before the first commit.
    rmSync(path, { force: true });
    return undefined;
  }
  const fit = new HeaderFit(databaseHeader);
  const sidecar = Sidecar.recover(path, fit.note);
  if (!sidecar) return 'damaged_header';
  if (fit.with(sidecar.header, sidecar.isMoving)) return sidecar;
  if (sidecar.frames > 0) {
    sidecar.close();
    return 'other_state';
  }
  // It holds nothing, so it starts anew from the database as it is now.
  sidecar.reset(databaseHeader);
  return sidecar;
}

/** Why a file and the commits in its sidecar make no database together. */
function defectWith(main: OpenFile, sidecar: Sidecar): FileDefect | undefined {
  const { pageSize, databaseHeader } = sidecar.header;
  const page = new Uint8Array(pageSize);
  if (!sidecar.readPage(1, page)) return 'first_page_missing';
  // Fewer pages than before may be left of it, if its writer died while it moved them.
  const needed = Math.min(pageCountOf(databaseHeader), sidecar.pageCount);
  if (main.sizeBytes < needed * pageSize) return 'end_missing';
  return headerDefect(page.subarray(0, databaseHeaderBytes), sidecar.pageCount * pageSize);
}

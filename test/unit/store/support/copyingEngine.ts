import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { PageImage } from '../../../../src/store/file/pageImage';

/** An sql.js that copies the contents it is given, as another release might: it cannot work page by page. */
export function copyingEngine(engine: SqlEngine): SqlEngine {
  class CopyingDatabase extends engine.Database {
    constructor(contents?: Uint8Array) {
      const given: unknown = contents;
      super(given instanceof PageImage ? given.subarray(0, given.length).slice() : contents);
    }
  }
  return { ...engine, Database: CopyingDatabase };
}

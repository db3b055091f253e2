import { equal, rejects } from 'node:assert/strict';
import fs from 'node:fs';
import { syncFolder } from '../../../../src/store/file/syncFolder';
import { whileFailing } from '../../../support/failingCalls';
import { temporaryFolders } from '../support/databases';

describe('syncFolder', () => {
  const folder = temporaryFolders();

  /** Syncs a folder while the call fails so; how many descriptors were left open. */
  async function leftOpen(call: 'openSync' | 'fsyncSync', code: string): Promise<number> {
    const path = await folder();
    let open = 0;
    const { openSync, closeSync } = fs;
    const counted = ((...args: Parameters<typeof openSync>) => {
      const descriptor = openSync(...args);
      open += 1;
      return descriptor;
    }) as typeof openSync;
    Object.assign(fs, {
      openSync: counted,
      closeSync: (descriptor: number) => {
        closeSync(descriptor);
        open -= 1;
      },
    });
    try {
      await whileFailing(
        call,
        code,
        () => true,
        () => {
          syncFolder(path);
        },
      );
    } finally {
      Object.assign(fs, { openSync, closeSync });
    }
    return open;
  }

  it('does without where Windows syncs no folder', async () => {
    equal(await leftOpen('fsyncSync', 'EPERM'), 0);
  });

  it('does without where a system opens no folder', async () => {
    equal(await leftOpen('openSync', 'EISDIR'), 0);
    equal(await leftOpen('openSync', 'EPERM'), 0);
  });

  it('does without where a file system of a network syncs no folder', async () => {
    equal(await leftOpen('fsyncSync', 'EINVAL'), 0);
    equal(await leftOpen('fsyncSync', 'ENOTSUP'), 0);
  });

  it('does not hide that the disk failed', async () => {
    await rejects(leftOpen('fsyncSync', 'EIO'), { code: 'EIO' });
    await rejects(leftOpen('openSync', 'ENOENT'), { code: 'ENOENT' });
  });
});

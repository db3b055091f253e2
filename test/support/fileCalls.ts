import fs from 'node:fs';

/**
 * Runs work and returns its calls that change files, in order: what was called and on which file, by the names
 * given for descriptors' inodes. The calls are the file system's own.
 */
export function fileCalls(names: Readonly<Record<string, string>>, work: () => void): string[] {
  const { writeSync, fdatasyncSync, ftruncateSync } = fs;
  const calls: string[] = [];
  const nameOf = (descriptor: number): string => {
    const inode = fs.fstatSync(descriptor).ino;
    const path = Object.keys(names).find((name) => fs.statSync(name).ino === inode);
    return names[path ?? ''] ?? 'another file';
  };
  fs.writeSync = ((descriptor: number, ...rest: [Uint8Array, number, number, number]) => {
    calls.push(`write ${nameOf(descriptor)}`);
    return writeSync(descriptor, ...rest);
  }) as typeof fs.writeSync;
  fs.fdatasyncSync = (descriptor) => {
    calls.push(`sync ${nameOf(descriptor)}`);
    fdatasyncSync(descriptor);
  };
  fs.ftruncateSync = (descriptor, length) => {
    calls.push(`size ${nameOf(descriptor)}`);
    ftruncateSync(descriptor, length);
  };
  try {
    work();
  } finally {
    Object.assign(fs, { writeSync, fdatasyncSync, ftruncateSync });
  }
  return calls;
}

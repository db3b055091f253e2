import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { repositoryRoot } from './repository';

/** A place in a file that says something of another one. */
export interface Mention {
  /** `file:line`, from the root of the repository. */
  readonly place: string;
  /** What is mentioned, as it is written. */
  readonly target: string;
}

/** Files of the repository as text. */
export function textOf(file: string): string {
  return readFileSync(join(repositoryRoot(), file), 'utf8');
}

/** The targets of all links in a Markdown file, without those that leave the repository. */
export function linksOf(file: string): readonly Mention[] {
  return mentionsIn(file, /\]\(([^)\s]+)\)/g).filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** Paths in backticks that a Markdown file names, without those that stand for several. */
export function pathsNamedIn(file: string): readonly Mention[] {
  const path = /`((?:docs|src|webview|sql|test|bench|l10n|media|out)\/[\w./-]+)`/g;
  return mentionsIn(file, path).filter(
    ({ target }) => !/NAME|NNNN/.test(target) && !target.startsWith('out/'),
  );
}

/** Pointers to docs/ in the comments of a source file. */
export function pointersOf(file: string): readonly Mention[] {
  return mentionsIn(file, /(?<![\w/.-])(docs\/[\w/-]+\.md(?:#[\w-]+)?)/g);
}

/**
 * What is wrong with a target: its file is missing, or has no such heading; undefined where it leads somewhere.
 * @param from the folder that it is relative to
 */
export function brokenTarget(target: string, from: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? from : normalize(join(dirname(from), path));
  if (!existsSync(join(repositoryRoot(), file))) return `there is no ${file}`;
  if (anchor === undefined || headingsOf(file).includes(anchor)) return undefined;
  return `${file} has no heading #${anchor}`;
}

/** The anchors of a Markdown file's headings, as GitHub makes them. */
function headingsOf(file: string): readonly string[] {
  return [...withoutCode(textOf(file)).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Blocks of code hold no headings; their lines stay, so that lines keep their numbers. */
function withoutCode(text: string): string {
  return text.replace(/^```.*?^```/gms, (block) => block.replace(/[^\n]/g, ''));
}

function mentionsIn(file: string, pattern: RegExp): Mention[] {
  return textOf(file)
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(pattern)].map(([, target = '']) => ({
        place: `${file}:${index + 1}`,
        target,
      })),
    );
}

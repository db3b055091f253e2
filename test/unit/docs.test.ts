import { strict as assert } from 'node:assert';
import { localizedTexts } from '../support/localizedTexts';
import {
  brokenTarget,
  linksOf,
  pathsNamedIn,
  pointersOf,
  textOf,
  type Mention,
} from '../support/markdown';
import {
  allowedArrows,
  drawnArrows,
  filesBelow,
  importedArrows,
  productFolders,
} from '../support/rooms';
import { sentencesIn } from '../support/sentencesIn';

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
  ...filesBelow('docs', /\.md$/),
];
const sources = ['src', 'webview', 'sql', 'test', 'bench']
  .flatMap((folder) => filesBelow(folder, /\.(ts|mjs|cjs|sql|css)$/))
  .concat('esbuild.mjs', 'eslint.config.mjs');

/** A sentence for each that leads nowhere. */
function broken(mentions: readonly Mention[], from: (place: string) => string): string[] {
  return mentions.flatMap(({ place, target }) => {
    const fault = brokenTarget(target, from(place));
    return fault === undefined ? [] : [`${place}: ${fault}`];
  });
}

const fileOf = (place: string): string => place.replace(/:\d+$/, '');

describe('the documents', () => {
  it('link to files and headings that exist', () => {
    const links = documents.flatMap(linksOf);
    assert.ok(links.length > 10);
    assert.deepEqual(broken(links, fileOf), []);
  });

  it('name files and folders that exist', () => {
    const paths = documents.flatMap(pathsNamedIn);
    assert.ok(paths.length > 100);
    assert.deepEqual(
      broken(paths, () => 'README.md'),
      [],
    );
  });

  it('have the sections that comments point to', () => {
    const pointers = sources.flatMap(pointersOf);
    assert.ok(pointers.length > 30);
    assert.deepEqual(
      broken(pointers, () => 'README.md'),
      [],
    );
  });
});

describe('the names of commands in the documents', () => {
  it('are those that the editor shows', () => {
    const manifest = JSON.parse(textOf('package.nls.json')) as Readonly<Record<string, string>>;
    const shown = new Set([...Object.values(manifest), ...localizedTexts().keys]);
    const named = documents.flatMap((file) =>
      [...textOf(file).matchAll(/\*\*([^*`]+?\.\.\.)\*\*/g)].map(([, name = '']) => ({
        file,
        // A line may end within a name.
        name: name.replaceAll(/\s+/g, ' ').replace('MockForge Analytics: ', ''),
      })),
    );
    assert.ok(named.length > 25);
    const unknown = named.filter(
      ({ name }) => !shown.has(name) && !name.startsWith('Extensions: '),
    );
    assert.deepEqual(unknown, []);
  });
});

describe('the page on troubleshooting', () => {
  const page = 'docs/troubleshooting.md';
  /** Messages stand alone behind a dash. */
  const messages = [...textOf(page).matchAll(/^- `(.+)`$/gm)].map(([, message = '']) => message);
  const holes = (text: string): string => text.replaceAll(/\{\d+\}/g, '…');
  const textsOf = (room: string): string[] => sentencesIn(room).map((text) => holes(text));
  const withoutFile = (text: string): string => text.slice(text.indexOf(': ') + 2);

  it('quotes what the editor and the command say, word by word', () => {
    const known = new Set([
      ...localizedTexts().keys.map(holes),
      ...textsOf('cli').map(withoutFile),
    ]);
    const sentences = [...known].filter((text) => text.includes('…')).map(patternOf);
    /** A message, or one with another in the place of what differs. */
    const isSaid = (message: string): boolean =>
      message === '…' ||
      known.has(message) ||
      sentences.some((pattern) => {
        const [whole, ...parts] = pattern.exec(message) ?? [];
        return whole !== undefined && parts.every((part) => part !== whole && isSaid(part));
      });
    assert.ok(messages.length > 100);
    assert.deepEqual(
      messages.filter((message) => !isSaid(message)),
      [],
    );
  });

  it('has every sentence on a source that fails and on the store', () => {
    const files = /^src\/sentences\/(failure|store)Text\.ts: (.*\{0\}.*\.)$/;
    const said = sentencesIn('sentences').flatMap((text) => files.exec(text)?.[2] ?? []);
    assert.ok(said.length > 80);
    const missing = said
      .map(holes)
      .filter((text) => !messages.some((message) => patternOf(text).test(message)));
    assert.deepEqual(missing, []);
  });
});

/** Matches a text with anything in the places of what differs. */
function patternOf(text: string): RegExp {
  const parts = text
    .split('…')
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('(.+)')}$`);
}

describe('the picture of the rooms', () => {
  it('has an arrow for each import between rooms, and no other', () => {
    assert.deepEqual(drawnArrows(), importedArrows());
  });

  it('has the arrows that lint allows, and no other between rooms of src', () => {
    const outside = /extension|webview|sql/;
    assert.deepEqual(
      drawnArrows().filter((arrow) => !outside.test(arrow)),
      allowedArrows(),
    );
  });

  it('comes with a line for each folder of the product', () => {
    const listed = [...textOf('docs/architecture.md').matchAll(/^\| `([\w/]+)` /gm)];
    const named = listed.map(([, folder = '']) => folder).filter((folder) => folder !== 'sql');
    assert.deepEqual([...named].sort(), productFolders());
  });
});

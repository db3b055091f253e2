import { strict as assert } from 'node:assert';
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

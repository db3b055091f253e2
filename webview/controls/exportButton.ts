import { byteOrderMark, csvText } from '../../src/domain/csv';
import type { Picture } from '../charts/picture';
import type { PanelActions } from '../dashboardView';
import { t } from '../localize';
import { element } from '../elements/dom';
import { menu } from './popover';
import { iconButton } from './toolkit';

/** Rows of a table in a file: text or numbers. */
export type Rows = readonly (readonly (string | number | null)[])[];

/** What a panel can be kept as. */
interface Exports {
  /** The name of its files, without an ending. */
  readonly fileName: () => string;
  /** Rows, the first of which names the columns; a promise where they are not all here. */
  readonly csv: () => Rows | Promise<Rows>;
  /** The drawing, for panels that have one; null as long as it is not there. */
  readonly picture?: () => Picture | null;
}

export type ExportActions = Pick<PanelActions, 'save' | 'fail' | 'pictureCopied'>;

/** The button that keeps a panel's numbers, or its picture, as a file or on the clipboard. */
export function exportButton(
  title: string,
  { fileName, csv, picture }: Exports,
  actions: ExportActions,
): HTMLElement {
  const saveRows = async (): Promise<void> => {
    // The mark at the beginning makes spreadsheets read it as UTF-8.
    const content = byteOrderMark + csvText(await csv());
    actions.save({ name: `${fileName()}.csv`, encoding: 'utf8', content });
  };
  const doing = (work: () => Promise<void>) => (): void => {
    work().catch(actions.fail);
  };
  if (!picture) return iconButton('export', t('Export {0} as CSV', title), doing(saveRows));
  const button = iconButton('export', t('Export {0}', title), () => {
    popover.toggle();
  });
  const withPicture = (
    use: (drawing: HTMLCanvasElement, name: string, actions: ExportActions) => void | Promise<void>,
  ): (() => void) =>
    doing(async () => {
      const { drawPicture } = await import('../charts/picture');
      const shown = picture();
      if (shown) await use(drawPicture(shown), fileName(), actions);
    });
  const popover = menu(button, t('Export {0}', title), [
    { text: t('Copy as picture'), run: withPicture(copyPicture) },
    { text: t('Save as PNG'), run: withPicture(savePicture) },
    { text: t('Save as CSV'), run: doing(saveRows) },
  ]);
  return element('span', { class: 'popover-anchor' }, button, popover.root);
}

function savePicture(drawing: HTMLCanvasElement, name: string, { save }: ExportActions): void {
  const content = drawing.toDataURL('image/png').split(',')[1] ?? '';
  save({ name: `${name}.png`, encoding: 'base64', content });
}

/** Where pages may put nothing on the clipboard, such as in a browser without HTTPS, a file is offered instead. */
async function copyPicture(
  drawing: HTMLCanvasElement,
  name: string,
  actions: ExportActions,
): Promise<void> {
  const isCopied = await putOnClipboard(drawing);
  actions.pictureCopied(isCopied);
  if (!isCopied) savePicture(drawing, name, actions);
}

async function putOnClipboard(drawing: HTMLCanvasElement): Promise<boolean> {
  const blob = await new Promise<Blob | null>((resolve) => {
    drawing.toBlob(resolve, 'image/png');
  });
  if (!blob) return false;
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    return true;
  } catch {
    return false;
  }
}

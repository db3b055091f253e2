import { escapeMarkdown, plainLabel } from './plainText';

/** What a hover shows, from top to bottom. All of it is text: none of it becomes Markdown. */
export type Tooltip = readonly TooltipPart[];

export type TooltipPart =
  /** In bold, with the rest of the same line. */
  | { readonly title: string; readonly beside?: string }
  | { readonly text: string }
  /** Names and values; under a head the values are numbers. */
  | { readonly rows: readonly (readonly [name: string, value: string])[]; readonly head?: string }
  /** A picture of ours, with what it shows in words. */
  | { readonly svg: string; readonly caption: string }
  | { readonly offers: readonly TooltipOffer[] };

/** A link that runs a command of ours. */
export interface TooltipOffer {
  readonly title: string;
  readonly command: string;
  /** Left out: none. */
  readonly argument?: unknown;
}

/** A hover as Markdown. */
export function tooltipMarkdown(tooltip: Tooltip): string {
  return tooltip.map(partMarkdown).join('\n\n');
}

/** The commands that a hover may run. */
export function offeredCommands(tooltip: Tooltip): string[] {
  return tooltip.flatMap((part) =>
    'offers' in part ? part.offers.map(({ command }) => command) : [],
  );
}

function partMarkdown(part: TooltipPart): string {
  if ('title' in part) {
    const title = `**${escapeMarkdown(plainLabel(part.title))}**`;
    return part.beside === undefined ? title : `${title} ${escapeMarkdown(part.beside)}`;
  }
  if ('text' in part) return escapeMarkdown(part.text);
  if ('svg' in part) {
    const caption = escapeMarkdown(part.caption);
    const picture = `data:image/svg+xml;base64,${Buffer.from(part.svg).toString('base64')}`;
    return `![${caption}](${picture})\n\n${caption}`;
  }
  if ('offers' in part) {
    return part.offers
      .map((offer) => `[${escapeMarkdown(offer.title)}](${commandUri(offer)})`)
      .join(' · ');
  }
  const cells = ([name, value]: readonly [string, string]): string =>
    `| ${escapeMarkdown(name)} | ${escapeMarkdown(plainLabel(value))} |`;
  const rule = part.head === undefined ? '|:--|:--|' : '|:--|--:|';
  return [`| ${escapeMarkdown(part.head ?? '')} | |`, rule, ...part.rows.map(cells)].join('\n');
}

/** The address that runs a command of ours. */
export function commandUri({ command, argument }: Omit<TooltipOffer, 'title'>): string {
  if (argument === undefined) return `command:${command}`;
  const text = encodeURIComponent(JSON.stringify([argument]));
  // What Markdown would take for the end of the link.
  return `command:${command}?${text.replace(/[()]/g, (mark) => (mark === '(' ? '%28' : '%29'))}`;
}

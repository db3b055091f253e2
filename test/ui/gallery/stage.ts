import type { GalleryWindow } from './galleryWindow';

/** What a scene is played on: a window that collects from a recording, which is played over and over. */
export interface Stage {
  readonly window: GalleryWindow;
  /** The folder that holds the database; what else is put there goes with it. */
  readonly storage: string;
}

/** Takes a few pictures. */
export type Scene = (stage: Stage) => Promise<void>;

/** A database file of elsewhere or earlier that the user compares with. */
export interface ImportedFile {
  /** Absolute path of the user's file. */
  readonly path: string;
  /** Its last part. */
  readonly name: string;
  /** When its traffic begins and ends, unix seconds. */
  readonly from: number;
  readonly to: number;
}

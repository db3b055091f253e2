/** A database file of elsewhere or earlier that the user compares with. */
export interface ImportedFile {
  /** Absolute path of the user's file. */
  readonly path: string;
  /** Its last part; of the sample data, what they are. */
  readonly name: string;
  /** The sample data that come with the extension: the file is ours then. */
  readonly isSample?: true;
  /** When its traffic begins and ends, unix seconds. */
  readonly from: number;
  readonly to: number;
}

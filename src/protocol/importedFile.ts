/** What is only read: a database file of elsewhere or earlier that the user compares with, or a target of a team's store. */
export interface ImportedFile {
  /** Absolute path of the user's file, or the address of the target. */
  readonly path: string;
  /** Its last part; of the sample data, what they are. */
  readonly name: string;
  /** The sample data that come with the extension: the file is ours then. */
  readonly isSample?: true;
  /** A target of a team's store, or all of them together: there is no file. */
  readonly isTeam?: true;
  /** When its traffic begins and ends, unix seconds. */
  readonly from: number;
  readonly to: number;
}

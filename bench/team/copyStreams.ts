import type { Client, Connection, Submittable } from 'pg';

/** What COPY needs of a connection beyond what the types of `pg` name. */
interface CopyingConnection extends Connection {
  sendCopyFromChunk(bytes: Buffer): void;
  endCopyFrom(): void;
}

/** The rows of a query as the text that COPY reads. */
export async function copiedOut(client: Client, query: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  await copied(client, `COPY (${query}) TO STDOUT`, {
    handleCopyData: ({ chunk }: { readonly chunk: Buffer }) => {
      pieces.push(Buffer.from(chunk));
    },
  });
  return Buffer.concat(pieces);
}

/** Writes what `copiedOut` gave into a table. */
export async function copyIn(client: Client, table: string, rows: Buffer): Promise<void> {
  await copied(client, `COPY ${table} FROM STDIN`, {
    handleCopyInResponse: (connection: CopyingConnection) => {
      connection.sendCopyFromChunk(rows);
      connection.endCopyFrom();
    },
  });
}

async function copied(client: Client, statement: string, handlers: object): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const submittable: Submittable & Record<string, unknown> = {
      submit: (connection: Connection) => {
        connection.query(statement);
      },
      handleError: reject,
      handleReadyForQuery: () => {
        resolve();
      },
      handleCommandComplete: () => undefined,
      ...handlers,
    };
    client.query(submittable);
  });
}

import { parentPort } from 'node:worker_threads';
import { answerCall, CallClient } from '../protocol/remoteCall';
import { addOperation } from './addOperation';
import { bodyExample } from './bodyExample';
import type { ReadReferenced } from './definition';
import type { DefinitionCalls, ReferenceCalls } from './definitionCalls';
import { DocumentTexts } from './documentTexts';
import { matchOperations } from './matchOperations';
import { readDefinition } from './readDefinition';
import { readServerFile } from './serverFile';

// The thread that reads definitions: a large one takes longer than an editor's extension host may be held up.
const port = parentPort;
if (!port) throw new Error('This file runs only as a worker thread.');
const post = (message: unknown): void => {
  port.postMessage(message);
};
const texts = new DocumentTexts();
const references = new CallClient<ReferenceCalls>(post);
const readReferenced: ReadReferenced = (reference, base) =>
  references.call('readReferenced', { reference, base });

port.on('message', (message: unknown) => {
  if (references.accept(message)) return;
  void answerCall<DefinitionCalls>(
    {
      begin: (name) => {
        texts.begin(name);
        return undefined;
      },
      append: ({ name, text }) => {
        texts.append(name, text);
        return undefined;
      },
      change: ({ name, changes }) => {
        texts.change(name, changes);
        return undefined;
      },
      read: async (name) => {
        const text = texts.text(name) ?? '';
        const definition = await readDefinition({ name, text }, readReferenced);
        return { definition, lines: text.split(/\r\n|\n|\r/).length };
      },
      match: ({ operations, prefixes, routes, traffic }) =>
        matchOperations({ operations, prefixes }, routes, traffic),
      exampleBody: ({ name, ...operation }) =>
        bodyExample({ name, text: texts.text(name) ?? '' }, operation, readReferenced),
      readServer: (name) => readServerFile(texts.text(name) ?? ''),
      addOperation: ({ name, operation }) => addOperation(texts.text(name) ?? '', operation),
      forget: (name) => {
        texts.forget(name);
        return undefined;
      },
    },
    message,
    post,
  );
});

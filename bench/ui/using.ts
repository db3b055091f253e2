import type { ProbedWorkbench } from './measuredTarget';

/** Works with what is being opened, and closes it. */
export async function using<Opened extends ProbedWorkbench, Result>(
  opening: Promise<Opened>,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const opened = await opening;
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

import { joinKey } from '../domain/compositeKey';
import type { AnswerCount, EndpointAnswers } from '../protocol/answers';
import type { ContractCoverage, UndefinedOperation } from '../protocol/contractCoverage';
import { requestsOf } from '../protocol/contractCoverage';
import { isMethodKey } from './definitionShape';
import { likelyTemplates } from './likelyTemplates';

/**
 * What no operation defines, by likely template and method: templates with most requests first, the methods of one
 * beside each other.
 */
export function undefinedOperations(
  answers: readonly EndpointAnswers[],
  unknown: ContractCoverage['unknown'],
): readonly UndefinedOperation[] {
  const names = new Set(unknown.map(({ method, path }) => joinKey(method, path)));
  const found = answers.filter(({ method, endpoint }) => names.has(joinKey(method, endpoint)));
  return likelyTemplates(found)
    .map(({ template, members }) => operationsOf(template, members))
    .map((operations) => ({
      operations,
      requests: requestsOf(operations.flatMap(({ seen }) => seen)),
    }))
    .sort((a, b) => b.requests - a.requests)
    .flatMap(({ operations }) => operations);
}

/** The operations of a template. */
function operationsOf(
  path: string,
  members: readonly EndpointAnswers[],
): readonly UndefinedOperation[] {
  const methods = [...new Set(members.map(({ method }) => method))];
  return methods.map((method) => {
    const own = members
      .filter((member) => member.method === method)
      .sort((a, b) => requestsOf(b.statuses) - requestsOf(a.statuses));
    return {
      ...{ method, path, seen: together(own.flatMap(({ statuses }) => statuses)) },
      ...{ endpoint: own[0]?.endpoint ?? path, paths: own.length },
      isCreatable: path.startsWith('/') && isMethodKey(method.toLowerCase()),
    };
  });
}

/** By status, ascending. */
function together(answers: readonly AnswerCount[]): readonly AnswerCount[] {
  const byStatus = new Map<number, AnswerCount>();
  for (const { status, requests, injected } of answers) {
    const before = byStatus.get(status) ?? { status, requests: 0, injected: 0 };
    byStatus.set(status, {
      status,
      requests: before.requests + requests,
      injected: before.injected + injected,
    });
  }
  return [...byStatus.values()].sort((a, b) => a.status - b.status);
}

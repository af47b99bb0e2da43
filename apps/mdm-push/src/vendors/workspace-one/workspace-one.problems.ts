import { DeliveryProblem } from '../delivery-problem.ts';
import { elsewhere, unexpected } from '../http/answer-problem.ts';
import type { VendorAnswer } from '../http/vendor-answer.ts';
import { vendorWords } from '../http/vendor-words.ts';
import { airwatchErrorSchema } from './workspace-one.schema.ts';

/** `errorCode` comes as a number or as a text. Messages are shown and not read: they differ by version. */
export const errorCodeOf = ({ body }: VendorAnswer): number | undefined => {
  const parsed = airwatchErrorSchema.safeParse(body);
  return parsed.success && Number.isInteger(parsed.data.errorCode) ? parsed.data.errorCode : undefined;
};

/** 200011: saved, but not published; writing it again publishes it. */
export const readWorkspaceOneAnswer = (answer: VendorAnswer): DeliveryProblem | null =>
  answer.status === 500 && errorCodeOf(answer) === 200_011
    ? new DeliveryProblem(
        'write-not-published',
        'Workspace ONE saved the assignment and could not publish it (200011)',
      )
    : null;

/** "Not found" is 404, or 401 with the code 7000. */
export const isNotFound = (answer: VendorAnswer): boolean =>
  answer.status === 404 || (answer.status === 401 && errorCodeOf(answer) === 7_000);

/** What each refusal of the assignment calls means for an administrator, by its error code. */
const meanings: Readonly<
  Record<number, readonly ['permission-missing' | 'app-not-found' | 'configuration-unsupported', string]>
> = {
  1011: [
    'permission-missing',
    'The account may not do this in Workspace ONE; its role also needs the console permissions for apps',
  ],
  7000: ['app-not-found', 'Workspace ONE does not have the app, or the account may not see it'],
  8061: ['configuration-unsupported', 'The assignment belongs to a workflow of Workspace ONE'],
  7002: ['configuration-unsupported', 'An assignment has a bad profile mapping'],
  7112: ['configuration-unsupported', 'Purchased apps can be changed only where they are licensed'],
  6: [
    'configuration-unsupported',
    'Workspace ONE refuses the assignment (6): the app may not know the key, or a smart group is repeated, empty or excluded',
  ],
};

export const problemWithUem = (answer: VendorAnswer, what: string): DeliveryProblem => {
  const code = errorCodeOf(answer);
  const words = wordsOf(answer, code);
  const [meaning, advice] = code === undefined ? [] : (meanings[code] ?? []);
  if (meaning !== undefined) return new DeliveryProblem(meaning, advice, { words });
  if (answer.status === 401)
    return new DeliveryProblem('credentials-refused', 'Workspace ONE refuses the credentials', { words });
  if (answer.status === 403)
    return new DeliveryProblem('permission-missing', 'The account may not do this in Workspace ONE', {
      words,
    });
  if (answer.status === 404 && code === undefined) return elsewhere('something');
  return unexpected(answer, what, { words, toDo: 'Mend in Workspace ONE what it names' });
};

const wordsOf = ({ body }: VendorAnswer, code: number | undefined): string | undefined => {
  const message = airwatchErrorSchema.safeParse(body).data?.message ?? '';
  return message === '' ? undefined : vendorWords(code === undefined ? message : `${message} (${code})`);
};

import { DeliveryProblem } from '../delivery-problem.ts';
import { unexpected } from '../http/answer-problem.ts';
import { isSuccess, type VendorAnswer } from '../http/vendor-answer.ts';
import { vendorWords } from '../http/vendor-words.ts';

/** Throws DeliveryProblem for an answer that is no success. `role` is what the API user needs for the call. */
export const successOf = (answer: VendorAnswer, what: string, role: string): VendorAnswer => {
  if (isSuccess(answer)) return answer;
  throw problemWithIvanti(answer, what, role);
};

/** A suspended tenant answers 401 too, and says so in its message. */
const problemWithIvanti = (answer: VendorAnswer, what: string, role: string): DeliveryProblem => {
  const words = vendorWords(messagesIn(answer.body).join('; '));
  if (answer.status === 401 && words?.includes('License has expired') === true) {
    return new DeliveryProblem('tenant-unavailable', 'The tenant is suspended: its license has expired');
  }
  if (answer.status === 401)
    return new DeliveryProblem('credentials-refused', 'Ivanti refuses the user name or password', { words });
  if (answer.status === 403)
    return new DeliveryProblem('permission-missing', `The API user lacks the role ${role}`, { words });
  return unexpected(answer, what, { words, toDo: 'Mend in Ivanti what it names' });
};

const messageNames = new Set(['message', 'localizedMessage', 'error', 'errors']);

/** Error bodies differ by API and are documented for few calls: whatever is called a message is one. */
const messagesIn = (body: unknown): readonly string[] => {
  if (typeof body === 'string') return body.startsWith('<') ? [] : [body];
  if (Array.isArray(body)) return body.flatMap(messagesIn);
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
    messageNames.has(name) || typeof value === 'object' ? messagesIn(value) : [],
  );
};

/** Basic authentication, sent at once: a challenge is not answered. */
export const basic = ({
  username,
  password,
}: {
  username: string;
  password: string;
}): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`,
});

import { DeliveryProblem } from '../delivery-problem.ts';
import { unexpected } from '../http/answer-problem.ts';
import { isSuccess, type VendorAnswer } from '../http/vendor-answer.ts';

/** Throws DeliveryProblem for an answer that is no success. `role` is what the API user needs for the call. */
export const successOf = (answer: VendorAnswer, what: string, role: string): VendorAnswer => {
  if (isSuccess(answer)) return answer;
  throw problemWithIvanti(answer, what, role);
};

/** A suspended tenant answers 401 too, and says so in its message. */
const problemWithIvanti = (answer: VendorAnswer, what: string, role: string): DeliveryProblem => {
  if (answer.status === 401 && JSON.stringify(answer.body ?? '').includes('License has expired')) {
    return new DeliveryProblem('tenant-unavailable', 'The tenant is suspended: its license has expired');
  }
  if (answer.status === 401)
    return new DeliveryProblem('credentials-refused', 'Ivanti refuses the user name or password');
  if (answer.status === 403)
    return new DeliveryProblem('permission-missing', `The API user lacks the role ${role}`);
  return unexpected(answer, what);
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

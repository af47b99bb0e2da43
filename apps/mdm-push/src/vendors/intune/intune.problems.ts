import { DeliveryProblem } from '../delivery-problem.ts';
import { unexpected } from '../http/answer-problem.ts';
import { retryAfterMs, type VendorAnswer } from '../http/vendor-answer.ts';
import { graphErrorSchema, signInErrorSchema } from './intune.schema.ts';

const graphError = (body: unknown): { code: string; message: string } => {
  const parsed = graphErrorSchema.safeParse(body);
  return parsed.success ? parsed.data.error : { code: '', message: '' };
};

/**
 * One of Intune's back ends reports throttling as 500.
 * https://learn.microsoft.com/graph/throttling
 */
export const readIntuneAnswer = (answer: VendorAnswer): DeliveryProblem | null =>
  answer.status === 500 && graphError(answer.body).message.includes('too many requests to query broker')
    ? new DeliveryProblem('vendor-throttled', undefined, { retryAfterMs: retryAfterMs(answer, Date.now()) })
    : null;

/** The documented assign route is refused with this code where the cast route works. */
export const isRouteRefusal = (answer: VendorAnswer): boolean =>
  answer.status === 400 && graphError(answer.body).code === 'No method match route template';

/** What Graph's refusals mean for an administrator. Only codes and scope names are repeated, never messages. */
export const problemWithGraph = (answer: VendorAnswer, what: string): DeliveryProblem => {
  const { code, message } = graphError(answer.body);
  if (answer.status === 401)
    return new DeliveryProblem(
      'credentials-refused',
      `Microsoft Graph refuses the access token (${plain(code)})`,
    );
  if (isApprovalRequest(answer, message))
    return new DeliveryProblem('approval-needed', 'Multi Admin Approval protects this change in Intune');
  if (answer.status === 403) return new DeliveryProblem('permission-missing', missingPermission(message));
  if (message.includes('not applicable to target tenant'))
    return new DeliveryProblem('tenant-unavailable', 'The tenant has no active Intune');
  return unexpected(answer, `${what} (${plain(code)})`);
};

/** There are no ETags here: 412 is Multi Admin Approval. */
const isApprovalRequest = (answer: VendorAnswer, message: string): boolean =>
  answer.status === 412 || message.includes('x-msft-approval-justification');

const missingPermission = (message: string): string => {
  const scopes = /following scopes: ([A-Za-z., ]+?)(?: - |$)/.exec(message)?.[1];
  return scopes === undefined
    ? 'The app registration lacks a permission: DeviceManagementApps.ReadWrite.All, with admin consent'
    : `The app registration lacks one of these permissions: ${scopes}`;
};

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes: the numbers are stable, the texts are not. */
export const problemWithSignIn = (answer: VendorAnswer): DeliveryProblem => {
  const parsed = signInErrorSchema.safeParse(answer.body);
  const number = parsed.success ? parsed.data.error_codes[0] : undefined;
  const name = number === undefined ? '' : ` (AADSTS${number})`;
  if (number === 90002) return new DeliveryProblem('settings-refused', `There is no such tenant${name}`);
  if (number === 70011) return new DeliveryProblem('settings-refused', `The scope is not valid${name}`);
  if (number === 7000222)
    return new DeliveryProblem('credentials-refused', `The client secret has expired${name}`);
  if (parsed.success) return new DeliveryProblem('credentials-refused', `The sign-in is refused${name}`);
  return unexpected(answer, 'Signing in');
};

const plain = (code: string): string => code.replace(/[^A-Za-z0-9 _/-]/g, '').slice(0, 60);

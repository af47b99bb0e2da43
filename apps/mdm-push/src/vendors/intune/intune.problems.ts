import type { DeliveryProblemCode } from '@mdm-gate/contracts';
import { DeliveryProblem } from '../delivery-problem.ts';
import { elsewhere, unexpected } from '../http/answer-problem.ts';
import { retryAfterMs, type VendorAnswer } from '../http/vendor-answer.ts';
import { vendorWords } from '../http/vendor-words.ts';
import { graphErrorSchema, intuneMessageSchema, signInErrorSchema } from './intune.schema.ts';

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

/** What Graph's refusals mean for an administrator. */
export const problemWithGraph = (answer: VendorAnswer, what: string): DeliveryProblem => {
  const { code, message } = graphError(answer.body);
  const words = vendorWords(`${code}: ${innerMessage(message)}`);
  if (answer.status === 401)
    return new DeliveryProblem('credentials-refused', 'Microsoft Graph refuses the access token', { words });
  if (isApprovalRequest(answer, message))
    return new DeliveryProblem('approval-needed', 'Multi Admin Approval protects this change in Intune');
  if (answer.status === 403)
    return new DeliveryProblem('permission-missing', missingPermission(message), { words });
  if (message.includes('not applicable to target tenant'))
    return new DeliveryProblem('tenant-unavailable', 'The tenant has no active Intune', { words });
  if (code === '' && answer.status === 404) return elsewhere('something');
  if (message.includes('Resource not found for the segment')) return elsewhere('another version of Graph');
  return unexpected(answer, what, {
    words,
    toDo: 'Mend in Intune what it names, or the ids in the settings of the connection',
  });
};

/** Intune puts a JSON text with a message of its own into the message, and its operation ids behind that. */
const innerMessage = (message: string): string => {
  try {
    const inner = intuneMessageSchema.safeParse(JSON.parse(message));
    return inner.data?.Message.split(' - Operation ID')[0] ?? message;
  } catch {
    return message;
  }
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

/** Errors of RFC 6749 that the server may not have tomorrow. */
const passing = new Set(['temporarily_unavailable', 'server_error']);

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes: the numbers are stable, the texts are not. */
export const problemWithSignIn = (answer: VendorAnswer): DeliveryProblem => {
  const parsed = signInErrorSchema.safeParse(answer.body);
  if (!parsed.success)
    return answer.status === 404
      ? new DeliveryProblem('settings-refused', 'The sign-in address leads elsewhere')
      : unexpected(answer, 'Signing in');
  const {
    error,
    error_codes: [number],
    error_description: description,
  } = parsed.data;
  const words = vendorWords(description.split(/\r?\n/)[0] ?? '');
  if (passing.has(error))
    return new DeliveryProblem('vendor-error', 'Microsoft Entra cannot sign in now', { words });
  const [code, advice] = signInMeanings.get(number) ?? ['credentials-refused', 'The sign-in is refused'];
  const name = number === undefined ? '' : ` (AADSTS${number})`;
  return new DeliveryProblem(code, `${advice}${name}`, { words });
};

const signInMeanings = new Map<number | undefined, readonly [DeliveryProblemCode, string]>([
  [90002, ['settings-refused', 'There is no such tenant']],
  [70011, ['settings-refused', 'The scope is not valid']],
  [7000222, ['credentials-refused', 'The client secret has expired']],
]);

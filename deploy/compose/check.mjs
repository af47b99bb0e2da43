/** `node check.mjs <organization> <device> <ios|android> [<token>]`: asks for a check as a pairing service would. */
import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, headers, nkeyAuthenticator } from '@nats-io/transport-node';

const [organizationId, deviceId, platform, mdmToken = null] = process.argv.slice(2);
const question = { organizationId, deviceId, platform, mdmToken };
const seed = readFileSync('/keys/nats/internal-service.nk', 'utf8').trim();
const connection = await connect({
  servers: 'nats://nats:4222',
  timeout: 5_000,
  authenticator: nkeyAuthenticator(Buffer.from(seed)),
  // Where the user may hear what is answered to it.
  inboxPrefix: '_INBOX.verifier-client',
});
// A caller who records a trace: the verifier records its part as well.
const traceId = randomBytes(16).toString('hex');
const context = headers();
context.set('traceparent', `00-${traceId}-${randomBytes(8).toString('hex')}-01`);
const answer = await connection.request('mdm.check.pairing', JSON.stringify(question), {
  timeout: 5_000,
  headers: context,
});
console.log(answer.string());
console.error(`its trace: http://localhost:16686/trace/${traceId}`);
await connection.close();

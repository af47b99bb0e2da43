/** `node check.mjs <organization> <device> <ios|android> [<token>]`: asks for a check as a pairing service would. */
import { connect } from '@nats-io/transport-node';

const [organizationId, deviceId, platform, mdmToken = null] = process.argv.slice(2);
const question = { organizationId, deviceId, platform, mdmToken };
const connection = await connect({ servers: 'nats://nats:4222', timeout: 5_000 });
const answer = await connection.request('mdm.check.pairing', JSON.stringify(question), { timeout: 5_000 });
console.log(answer.string());
await connection.close();

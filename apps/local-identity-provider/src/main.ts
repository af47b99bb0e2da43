import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { readConfig } from './config.ts';
import { createProvider } from './create-provider.ts';
import { loadSigningKeys } from './signing-keys.ts';

const config = readConfig(process.env);
const server = createServer();
server.listen(config.LOCAL_IDP_PORT, config.LOCAL_IDP_HOST);
await once(server, 'listening');

const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const provider = createProvider(issuer, config, loadSigningKeys(config.LOCAL_IDP_KEYS_FILE));
const answer = provider.callback();
server.on('request', (request, response) => void answer(request, response));

// Before it says that it is ready: who hears that may end it at once.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}

process.stdout.write(`${JSON.stringify({ ready: true, issuer })}\n`);

import { timingSafeEqual } from 'node:crypto';
import { type FastifyRequest } from 'fastify';
import { readAccessToken } from '../vendor/access-token.ts';
import { uemError } from './uem-error.ts';
import { type WorkspaceOneSimulator } from './workspace-one.simulator.ts';
import { type WorkspaceOneTenant } from './workspace-one.state.ts';

function same(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function byBearer(simulator: WorkspaceOneSimulator, token: string): WorkspaceOneTenant | undefined {
  if (simulator.faults.has('expired-access-tokens')) {
    return undefined;
  }
  const claims = readAccessToken(token, (id) => simulator.tenant(id)?.signingKey, Date.now());
  return claims === null ? undefined : simulator.tenant(claims.tenant);
}

function byBasic(
  simulator: WorkspaceOneSimulator,
  code: string,
  pair: string,
): WorkspaceOneTenant | undefined {
  const [name, ...secret] = Buffer.from(pair, 'base64').toString('utf8').split(':');
  return simulator
    .tenants()
    .find(
      ({ tenantCode, basic }) =>
        basic.userName === name && same(code, tenantCode) && same(secret.join(':'), basic.password),
    );
}

/** Object identifier of CMS signed-data, which stands near the start of every detached signature. */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');

function byCertificate(
  simulator: WorkspaceOneSimulator,
  code: string,
  signature: string,
): WorkspaceOneTenant | undefined {
  const der = Buffer.from(signature, 'base64');
  const isSignedData = der[0] === 0x30 && der.subarray(0, 24).includes(SIGNED_DATA);
  return isSignedData ? simulator.tenants().find(({ tenantCode }) => same(code, tenantCode)) : undefined;
}

function byCode(
  simulator: WorkspaceOneSimulator,
  code: string,
  authorization: string,
): WorkspaceOneTenant | undefined {
  const [, basic, signature] = /^(?:Basic (.+)|CMSURL'1 (.+))$/u.exec(authorization) ?? [];
  if (basic !== undefined) {
    return byBasic(simulator, code, basic);
  }
  return signature === undefined ? undefined : byCertificate(simulator, code, signature);
}

function identify(simulator: WorkspaceOneSimulator, request: FastifyRequest): WorkspaceOneTenant | undefined {
  const { authorization = '', 'aw-tenant-code': code } = request.headers;
  const bearer = /^Bearer (.+)$/u.exec(authorization)?.[1];
  if (bearer !== undefined) {
    return byBearer(simulator, bearer);
  }
  const isRefused = typeof code !== 'string' || simulator.faults.has('expired-credentials');
  return isRefused ? undefined : byCode(simulator, code, authorization);
}

/** The caller's tenant. Beside Basic and certificate the tenant code is needed, beside Bearer it is not. */
export function authenticate(simulator: WorkspaceOneSimulator, request: FastifyRequest): WorkspaceOneTenant {
  const tenant = identify(simulator, request);
  if (tenant === undefined) {
    throw uemError(401, 1005, 'User Credentials are invalid.');
  }
  return tenant;
}

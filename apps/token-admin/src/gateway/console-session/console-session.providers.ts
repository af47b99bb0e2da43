import { SealedBox } from '@mdm-gate/encryption';
import { Clock, type Logger } from '@mdm-gate/service-kit';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../config.ts';
import { IssuerMetadata } from '../identity-provider/issuer-metadata.ts';
import { ConsoleSessions } from './console-sessions.ts';
import type { ConsoleSettings } from './console-settings.ts';
import { ForgetEndedSessions } from './forget-ended-sessions.ts';
import { IssuerClient } from './issuer-client.ts';
import { PublicAddress } from './public-address.ts';
import { SessionRows } from './session-rows.ts';
import { SignInLog } from './sign-in-log.ts';
import { SignIn } from './sign-in.ts';
import { SignInCookie } from './sign-in-cookie.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const settingsFrom = (config: Config): ConsoleSettings => {
  const { TOKEN_ADMIN_CONSOLE_CLIENT_ID: id } = config;
  return {
    client: id === undefined ? null : { id, secret: config.TOKEN_ADMIN_CONSOLE_CLIENT_SECRET ?? null },
    scope: config.TOKEN_ADMIN_CONSOLE_SCOPE,
    idleMs: config.TOKEN_ADMIN_CONSOLE_IDLE_MINUTES * minuteMs,
    sessionMs: config.TOKEN_ADMIN_CONSOLE_SESSION_HOURS * hourMs,
  };
};

export const consoleSession = (config: Config, logger: Logger): Provider[] => {
  const settings = settingsFrom(config);
  return [
    {
      provide: IssuerClient,
      useFactory: (metadata: IssuerMetadata) => new IssuerClient(settings, metadata),
      inject: [IssuerMetadata],
    },
    { provide: PublicAddress, useValue: new PublicAddress(config.TOKEN_ADMIN_PUBLIC_URL ?? null) },
    {
      provide: SignInCookie,
      useFactory: (sealedBox: SealedBox, clock: Clock) =>
        new SignInCookie(sealedBox, () => clock.now().getTime()),
      inject: [SealedBox, Clock],
    },
    { provide: SignInLog, useValue: logger },
    {
      provide: SessionRows,
      useFactory: (dataSource: DataSource, clock: Clock) => new SessionRows(dataSource, clock, settings),
      inject: [DataSource, Clock],
    },
    ConsoleSessions,
    SignIn,
    ForgetEndedSessions,
  ];
};

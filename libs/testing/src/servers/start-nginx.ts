import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningServer, type ServerOptions } from './running-server.ts';
import { requireServerBinary } from './server-binaries.ts';
import { startServer } from './start-server.ts';

export interface NginxOptions extends ServerOptions {
  /** `http://127.0.0.1:8080`: where requests are passed on to. */
  upstream: string;
  /** Further settings of the `http` block, in the words of nginx.conf. */
  settings?: string;
}

/** Starts a private nginx as a reverse proxy. */
export function startNginx({ upstream, settings = '', ...options }: NginxOptions): Promise<RunningServer> {
  return startServer(
    {
      name: 'nginx',
      url: (port) => `http://127.0.0.1:${port}`,
      prepare: ({ dataDir, port }) =>
        writeFile(join(dataDir, 'nginx.conf'), configuration(dataDir, port, upstream, settings)),
      launch: ({ dataDir }) => ({
        command: requireServerBinary('nginx'),
        args: ['-p', dataDir, '-c', join(dataDir, 'nginx.conf'), '-e', 'stderr'],
      }),
      readyLine: /start worker processes/,
      stopSignal: 'SIGQUIT',
    },
    options,
  );
}

const temporaryPaths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

const configuration = (dataDir: string, port: number, upstream: string, settings: string): string => `
daemon off;
master_process on;
worker_processes 1;
pid ${dataDir}/nginx.pid;
error_log stderr notice;
events {}
http {
  access_log off;
  ${temporaryPaths.map((name) => `${name}_temp_path ${dataDir}/${name};`).join('\n  ')}
  ${settings}
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${upstream};
      proxy_http_version 1.1;
    }
  }
}
`;

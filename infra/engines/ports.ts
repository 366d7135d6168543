import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { EngineFailure } from './failure';

const HOST = '127.0.0.1';

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: HOST, exclusive: true }, () => resolve(server));
  });
}

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => server.close(() => resolve()));

/** True when nobody listens on the port of the loopback address. */
export async function isFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port));
    return true;
  } catch {
    return false;
  }
}

/** `count` different free ports. They are held together first, so that none comes twice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map(portOf);
  await Promise.all(servers.map(close));
  return ports;
}

/** A port somebody may have asked for by name, and where to look when nobody did. */
export interface PortWish {
  readonly purpose: string;
  readonly variable: string;
  readonly explicit: number | undefined;
  readonly preferred: number;
}

/**
 * The port to use: the explicit one or an error that names its variable; else the preferred one or
 * the next free one above it. `taken` is filled, so that two wishes never get the same port.
 */
export async function choosePort(wish: PortWish, taken: Set<number>): Promise<number> {
  if (wish.explicit !== undefined) {
    if (taken.has(wish.explicit) || !(await isFree(wish.explicit))) {
      throw new EngineFailure('ports', `port ${wish.explicit} for ${wish.purpose} is in use`, {
        advice: [
          `set ${wish.variable} to a free port, or unset it and the next free one is taken`,
          `see who holds it: ss -ltnp 'sport = :${wish.explicit}'`,
        ],
      });
    }
    taken.add(wish.explicit);
    return wish.explicit;
  }
  for (let port = wish.preferred; port < wish.preferred + 100 && port < 65_536; port += 1) {
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
  throw new EngineFailure('ports', `no free port for ${wish.purpose} from ${wish.preferred} on`, {
    advice: [`set ${wish.variable} to a free port`],
  });
}

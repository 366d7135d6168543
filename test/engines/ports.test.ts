import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { choosePort, freePorts } from '../../infra/engines/ports';

describe('the choice of a port', () => {
  let server: Server;
  let busy: number;
  const wish = { purpose: 'Kafka', variable: 'RELAIS_KAFKA_PORT' };

  beforeAll(async () => {
    [busy = 0] = await freePorts(1);
    server = createServer();
    await new Promise<void>((resolve) => server.listen(busy, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('when the usual port is busy, the next free one is taken', async () => {
    const port = await choosePort({ ...wish, explicit: undefined, preferred: busy }, new Set());
    expect(port).toBeGreaterThan(busy);
  });

  test('when the port somebody asked for is busy, the refusal names the variable', async () => {
    const choice = choosePort({ ...wish, explicit: busy, preferred: 1 }, new Set());
    await expect(choice).rejects.toMatchObject({
      message: `ports: port ${busy} for Kafka is in use`,
      advice: expect.arrayContaining([expect.stringContaining('RELAIS_KAFKA_PORT')]),
    });
  });

  test('two purposes never get the same port', async () => {
    const taken = new Set<number>();
    const plan = { ...wish, explicit: undefined, preferred: busy };
    expect(await choosePort(plan, taken)).not.toBe(await choosePort(plan, taken));
  });

  test('ports drawn at random are all different', async () => {
    expect(new Set(await freePorts(20)).size).toBe(20);
  });
});

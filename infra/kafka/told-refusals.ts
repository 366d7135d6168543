/**
 * kafkajs 2.2.4 asks the brokers of a cluster in turn and forgets why they did not answer: a group
 * that is refused looks like one whose coordinator is not there yet, which is worth waiting for, and a
 * refusal is not. Here a missing right is thrown as what it is.
 */
import BrokerPool from 'kafkajs/src/cluster/brokerPool';
import { missingRight } from './access-refused';

type Ask = (broker: unknown) => Promise<unknown>;

const pool = BrokerPool.prototype;
const askInTurn: unknown = Reflect.get(pool, 'withBroker');
if (typeof askInTurn !== 'function')
  throw new Error('kafkajs is not the version this was made for');

Reflect.set(pool, 'withBroker', async function (this: object, ask: Ask): Promise<unknown> {
  let refusal: Error | undefined;
  const asking: Ask = async (broker) => {
    try {
      return await ask(broker);
    } catch (error) {
      if (error instanceof Error && missingRight(error) !== undefined) refusal = error;
      throw error;
    }
  };
  const answer: unknown = await Reflect.apply(askInTurn, this, [asking]);
  if (answer === null && refusal !== undefined) throw refusal;
  return answer;
});

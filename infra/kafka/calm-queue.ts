/**
 * kafkajs 2.2.4 re-arms the check of its request queue with a negative delay whenever nothing is
 * waiting: a thousand wake-ups a second on every connection, and on Node 24 a warning for the first
 * (tulios/kafkajs#1751). An empty queue needs no check: whoever adds a request asks for one.
 */
import RequestQueue from 'kafkajs/src/network/requestQueue';

interface Queue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

const queue = RequestQueue.prototype as Queue;
const schedule: unknown = Reflect.get(queue, 'scheduleCheckPendingRequests');
if (typeof schedule !== 'function') throw new Error('kafkajs is not the version this was made for');

queue.scheduleCheckPendingRequests = function (this: Queue): void {
  if (this.pending.length > 0) Reflect.apply(schedule, this, []);
};

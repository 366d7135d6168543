import { randomUUID } from 'node:crypto';
import { commandRecord } from '../../infra/kafka/cloud-event';
import { makeKafka } from '../../infra/kafka/client';
import { makePublisher } from '../../infra/kafka/publisher';
import type { Publisher } from '../../infra/kafka/publisher';
import { inboxTopic } from '../../infra/kafka/topics';
import { makeMailer } from '../../infra/mail/mailer';
import { makeHookSender } from '../../infra/webhooks/hook-sender';
import type { CaseView, CommandBody } from '../../schemas/index';
import { tolerateLateRetries } from '../support/late-retries';
import { closeInTheEnd } from '../workflows/opened';
import { eventually } from '../workflows/world';
import { openCanaryHouse } from './canary-house';
import type { CanaryHouse, Place } from './canary-house';
import {
  facts,
  marks,
  marksOfFacts,
  marksOfPerson,
  permitEnd,
  person,
  supplied,
} from './canary-person';

const opened = closeInTheEnd();
const patienceMs = 240_000;
let house: CanaryHouse;
let publisher: Publisher;
let caseId: string;

beforeAll(async () => {
  tolerateLateRetries();
  house = await openCanaryHouse(opened);
  publisher = makePublisher({
    kafka: makeKafka({ brokers: [house.brokers], clientId: 'offices', log: house.log }),
    log: house.log,
  });
  opened({ close: () => publisher.stop() });
}, patienceMs);

const coordinator = { institution: 'sg-coo', role: 'coordinator' };

const send = async (
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  { payload, as }: { payload?: object; as?: { institution?: string; role?: string } } = {},
) => {
  const headers = await house.api.bearer(as);
  return house.api.app.inject({
    method,
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
};

const must = async (as: object, payload: object): Promise<void> => {
  const answer = await send('POST', `/v1/cases/${caseId}/commands`, { payload, as });
  expect([payload, answer.statusCode, answer.json().code]).toEqual([payload, 200, undefined]);
};

/** What an office says on its inbox topic; resolves when the case has it. */
const say = async (office: string, data: CommandBody, id: string = randomUUID()): Promise<void> => {
  await publisher.publish([
    commandRecord(inboxTopic(office), {
      id,
      source: `/offices/${office}`,
      subject: caseId,
      time: new Date().toISOString(),
      data,
    }),
  ]);
  const where = { institutionId_eventId: { institutionId: office, eventId: id } };
  const row = await eventually(
    async () => (await house.api.db.inboxRecord.findUnique({ where })) ?? undefined,
  );
  expect([data.kind, row.outcome]).toEqual([data.kind, 'taken']);
};

/** The contact of an office without an account answers with the link in its mail. */
const answerByLink = async (kind: string): Promise<string> => {
  const found = await eventually(async () => {
    const all = house.catcher.mails.map(({ text }) => text).join('\n');
    return /http:\/\/\S+(\/answer\/\S+)/.exec(all)?.[1];
  });
  const post = (form: object, cookie = '') =>
    house.api.app.inject({
      method: 'POST',
      url: found,
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
      payload: new URLSearchParams(Object.entries(form)).toString(),
    });
  const page = await post({ kind: 'open' });
  const cookie = String(page.headers['set-cookie']).split(';')[0];
  const done = await post({ kind }, cookie);
  expect([page.statusCode, done.statusCode]).toEqual([200, 200]);
  return `${page.body}${done.body}`;
};

/** From the registration to the end of the case, with every sort of office. */
const wholePath = async (): Promise<string> => {
  const channels = {
    'sg-iv': { channel: 'webhook', url: house.hookUrl },
    'sg-sh': { channel: 'mail', mailbox: 'sozialhilfe@example.ch' },
  };
  for (const [id, payload] of Object.entries(channels))
    await send('PUT', `/v1/institutions/${id}/channel`, { payload, as: coordinator });
  const payload = { canton: 'sg', person, facts };
  const registered = await send('POST', '/v1/cases', { payload });
  expect([registered.statusCode, registered.json().code]).toEqual([201, undefined]);
  caseId = registered.json<CaseView>().id;
  // Bad input with the person in it must not end in a log either.
  for (const bad of [{ person: { ...person, birthDate: 'x' } }, { person, facts: person }, {}])
    await send('POST', '/v1/cases', { payload: { ...payload, ...bad } });

  const referrals = [
    { to: 'sg-iv', purpose: 'work_capacity_assessment' },
    { to: 'sg-sh', purpose: 'livelihood', reciprocity: true },
    { to: 'sg-bslb', purpose: 'clarify_competence', reciprocity: true },
  ];
  await must(coordinator, { kind: 'acknowledgeRegistration' });
  await must({}, { kind: 'confirmVerdict', referrals });
  const iv = { referralId: 'R1' };
  await say('sg-iv', { kind: 'acknowledgeReferral', ...iv });
  await say('sg-iv', { kind: 'requestInformation', ...iv, fields: ['employability'] });
  await must({}, { kind: 'updateFacts', facts: supplied });
  await must({}, { kind: 'answerInformation', ...iv });
  await say('sg-iv', { kind: 'acceptReferral', ...iv, claimsLead: false });
  await must({}, { kind: 'informPerson', ...iv });
  const pages = await answerByLink('acceptReferral');
  await say('sg-bslb', {
    kind: 'declineReferral',
    referralId: 'R3',
    reason: 'not_competent',
    nextOwner: 'sg-sh',
  });
  await say('sg-iv', { kind: 'startReferral', ...iv });
  await say('sg-iv', { kind: 'reportProgress', ...iv });
  await say('sg-iv', { kind: 'completeReferral', ...iv, result: 'achieved' });
  await must(coordinator, { kind: 'closeCase', outcome: 'employed_primary' });
  return pages;
};

/** Resolves when every notice has left for where it goes. */
const untilAllTold = (): Promise<true> =>
  eventually(async () => {
    const [row] = await house.api.db.$queryRaw<{ open: number }[]>`
      SELECT ((SELECT count(*) FROM outbox WHERE published_at IS NULL)
        + (SELECT count(*) FROM deliveries WHERE state = 'queued'))::int AS open`;
    return row?.open === 0 ? true : undefined;
  });

/** In which things of a place one of the words stands. */
const findIn = async (place: Place, words: readonly string[]): Promise<string[]> =>
  (await place()).flatMap(([name, text]) =>
    words.filter((word) => text.includes(word)).map((word) => `${name}: ${word}`),
  );

/** Every row of every table as text; sealed columns as the bytes they are. */
const tables: Place = async () => {
  const names = await house.api.db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_name NOT LIKE '\\_prisma%'`;
  const found: [string, string][] = [];
  for (const { name } of names) {
    const rows = await house.api.db.$queryRawUnsafe<{ row: string }[]>(
      `SELECT to_jsonb(t)::text AS row FROM "${name}" t`,
    );
    found.push([name, rows.map(({ row }) => row).join('\n')]);
  }
  return found;
};

/** Puts a word into every place, in the way in which things get there. */
const plant = async (word: string): Promise<void> => {
  const topic = inboxTopic('sg-rav');
  const event = { id: word, source: '/x', subject: caseId, time: new Date().toISOString() };
  // No command: it is refused, and the intake says so with the id that the office gave it.
  const data = { kind: 'teleport' } as unknown as CommandBody;
  await publisher.publish([commandRecord(topic, { ...event, data })]);
  const mailer = makeMailer({ smtpUrl: house.catcher.smtpUrl, from: 'relais@example.ch' });
  await mailer.send({ to: 'a@example.ch', subject: 'x', text: word, messageId: '<x@x>' });
  mailer.close();
  await makeHookSender({ insecure: true })({
    url: house.hookUrl,
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'planted',
    body: JSON.stringify({ word }),
    contentType: 'application/json',
  });
  house.log.info({ word }, 'planted');
  const taskQueue = 'nobody';
  await house.temporal.workflow.start('planted', {
    workflowId: 'planted',
    taskQueue,
    args: [word],
  });
};

test(
  'a person is named in the sealed dossier, and in no topic, mail, hook, log or history',
  async () => {
    const pages = await wholePath();
    await untilAllTold();
    const { places } = house;
    const searched = Object.entries({
      ...places,
      tables,
      pages: async () => [['of the link', pages]] as const,
    });
    for (const [name, place] of searched) {
      // What is searched is what this case has left there. Log lines carry the ids of links.
      const left = name === 'logs' ? ['answered by link'] : [caseId, caseId.slice(0, 8)];
      const about = await findIn(place, left);
      expect([name, about]).not.toEqual([name, []]);
      const runsClocks = name === 'histories' || name === 'tables';
      const sought = marks.filter((mark) => !runsClocks || mark !== permitEnd);
      expect([name, await findIn(place, sought)]).toEqual([name, []]);
    }

    const dossier = (await send('GET', `/v1/cases/${caseId}/dossier`)).body;
    const kept = [...marksOfPerson, ...marksOfFacts].filter((mark) => !dossier.includes(mark));
    expect(kept).toEqual(['756.0000.0009.03']);
  },
  patienceMs,
);

test(
  'a word that got into a topic, a mail, a hook, a log or a history would have been found there',
  async () => {
    const word = `planted-${randomUUID()}`;
    await plant(word);
    for (const [name, place] of Object.entries(house.places)) {
      const found = await eventually(async () => {
        const hits = await findIn(place, [word]);
        return hits.length > 0 ? hits : undefined;
      });
      expect([name, found]).not.toEqual([name, []]);
    }
    const silent = (await house.places.logs()).filter(([, text]) => text === '');
    expect(silent).toEqual([]);
    const logs = await eventually(async () => {
      const hits = await findIn(house.places.logs, [word]);
      return hits.length > 1 ? hits : undefined;
    });
    expect(logs).toEqual([`api: ${word}`, `intake: ${word}`]);
  },
  patienceMs,
);

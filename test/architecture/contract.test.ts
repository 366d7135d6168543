import { Parser } from '@asyncapi/parser';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { dataSchemaOf, noticeTypes } from '../../schemas/index';
import { asyncApiDocument } from '../../workers/docs/asyncapi';
import { compareContracts, faultsOf } from '../../workers/docs/compare-contracts';

const folder = join(__dirname, '../../docs/contracts');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** The version given out last, and its contract. */
function lastReleased() {
  const versions = readdirSync(folder).flatMap(
    (name) => /^asyncapi-(\d+\.\d+\.\d+)\.yaml$/.exec(name)?.[1] ?? [],
  );
  const version = versions.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)!;
  return { version, contract: read(`asyncapi-${version}.yaml`) };
}

const current = asyncApiDocument();

describe('an institution that reads the document of the topics', () => {
  it.each([
    ['of today', () => current],
    ['that was given out last', () => lastReleased().contract],
  ])('finds the one %s valid, without even a warning', async (_which, text) => {
    const { document, diagnostics } = await new Parser().parse(text());
    expect(diagnostics).toEqual([]);
    expect(document?.version()).toBe('3.1.0');
  });

  it('is told when something in it is wrong, so that the check above means something', async () => {
    const broken = current.replace('action: receive', 'action: swallow');
    const { diagnostics } = await new Parser().parse(broken);
    expect(diagnostics.map(({ message }) => message).join()).toContain('"action"');
  });

  it('finds the schema that every type of event names', () => {
    const { components } = parse(current) as {
      components: { schemas: Record<string, object>; messages: Record<string, object> };
    };
    for (const type of noticeTypes) {
      expect(JSON.stringify(components.messages[type])).toContain(`"${dataSchemaOf(type)}"`);
      expect(components.schemas).toHaveProperty([dataSchemaOf(type).replace(/^.*:/, '')]);
      expect(components.messages[type]).toHaveProperty(
        'payload.$ref',
        `#/components/schemas/${type}`,
      );
    }
  });
});

describe('an institution that built against the contract given out last', () => {
  it('still understands and is understood, except for what was announced', () => {
    const { version, contract } = lastReleased();
    expect(faultsOf(compareContracts(contract, current), read('changes.yaml'), version)).toEqual(
      [],
    );
  });

  it('is not surprised by the contract compared with itself', () => {
    expect(compareContracts(current, current)).toEqual([]);
  });

  it('would hear of a notice that is sent no more, and of a field that is missing in others', () => {
    const broken = parse(current) as {
      channels: { notifications: { messages: Record<string, unknown> } };
      components: { schemas: { NoticeData: { properties: Record<string, unknown> } } };
    };
    delete broken.channels.notifications.messages['ch.relais.referral.sent.v1'];
    delete broken.components.schemas.NoticeData.properties['href'];
    const { version, contract } = lastReleased();
    const changes = compareContracts(contract, stringify(broken));
    expect(faultsOf(changes, read('changes.yaml'), version)).toEqual(
      expect.arrayContaining([
        'not declared: topic notifications: message_removed ch.relais.referral.sent.v1',
        'not declared: ch.relais.case.closed.v1 payload/href: field_removed',
      ]),
    );
  });

  it('would hear of a command and of a reason that an inbox takes no more', () => {
    const commands = current.replaceAll('const: withdrawReferral', 'const: takeBackReferral');
    const reasons = current.replaceAll('- not_competent\n', '- not_responsible\n');
    expect([commands, reasons]).not.toContain(current);
    const { contract } = lastReleased();
    const inbox = 'ch.relais.command.v1 payload';
    expect(compareContracts(contract, commands)).toContain(
      `${inbox}/kind=withdrawReferral: choice_removed`,
    );
    expect(compareContracts(contract, reasons)).toContain(
      `${inbox}/kind=declineReferral/reason: value_removed "not_competent"`,
    );
  });
});

/** The people who register cases and lead them, at their desks every demo day. Over HTTP only. */
import { randomInt } from 'node:crypto';
import type { Log } from '../../infra/telemetry/log';
import type { CantonCode, CaseId, CaseRow, InstitutionKind } from '../../schemas/index';
import { ApiProblem } from './api-client';
import type { ApiClient } from './api-client';
import { inventedCase } from './invented-person';
import { nextMove } from './next-move';
import type { Look } from './next-move';
import {
  coordinatorOf, mostOpenCases, registeringOffices, registersEveryDays, userOf,
} from './offices'; // prettier-ignore

const cantons = ['zh', 'sg'] as const;
const over = ['closed'];
/** Refusals that say nothing about the request: it is made again at the next look. */
const passing = ['engine_unavailable', 'version_conflict', 'too_many_requests'];

export interface Officers {
  /** One look at every desk. Never rejects. */
  work(): Promise<void>;
}

interface Desk {
  readonly api: ApiClient;
  readonly log: Log;
  /** Who registered a case; what a visitor registered is left to the visitor. */
  readonly ours: Map<CaseId, boolean>;
  /** Requests that were refused for a version: asked again only when the case has moved. */
  readonly refusedAt: Map<CaseId, number>;
}

async function isOurs(desk: Desk, coordinator: string, caseId: CaseId): Promise<boolean> {
  const known = desk.ours.get(caseId);
  if (known !== undefined) return known;
  const user = await desk.api.registeredByUser(coordinator, caseId);
  if (user === undefined) return false;
  const mine = registeringOffices.some((office) => userOf(office) === user);
  desk.ours.set(caseId, mine);
  return mine;
}

/** Tries one move; a refusal is part of the play, and what was refused is not asked twice. */
async function act(desk: Desk, username: string, look: Look): Promise<boolean> {
  const { view } = look;
  const request = nextMove(look);
  if (request === undefined) return false;
  try {
    await desk.api.command(username, view, request);
    return true;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    desk.log.info({ username, kind: request.kind, code: error.code }, 'the engine refused');
    if (passing.includes(error.code)) return false;
    if (request.kind !== 'confirmVerdict' || request.referrals.length === 0) {
      desk.refusedAt.set(view.id, view.version);
      return false;
    }
    // Not every suggested referral may be sent: confirm, and send none.
    await desk.api.command(username, view, { kind: 'confirmVerdict', referrals: [] });
    return true;
  }
}

async function workOnCase(desk: Desk, row: CaseRow, nowMs: number): Promise<void> {
  const { id: caseId, canton } = row;
  const coordinator = coordinatorOf(canton);
  const seen = await desk.api.readCase(coordinator, caseId);
  if (desk.refusedAt.get(caseId) === seen.version) return;
  const officer = userOf(seen.registeredBy);
  const view = await desk.api.readCase(officer, caseId);
  if (await act(desk, officer, { view, nowMs, coordinates: false })) return;
  await act(desk, coordinator, { view: seen, nowMs, coordinates: true });
}

/** Makes the officers; they know nothing that they cannot read off the cases. */
export function makeOfficers(api: ApiClient, log: Log): Officers {
  const desk: Desk = { api, log, ours: new Map(), refusedAt: new Map() };
  let turn = 0;
  let registeredMs = Number.NEGATIVE_INFINITY;
  const dayMs = 86_400_000;

  const register = async (nowMs: number): Promise<void> => {
    const office = registeringOffices[turn % registeringOffices.length];
    if (office === undefined || nowMs - registeredMs < registersEveryDays * dayMs) return;
    const [canton, own] = office.split('-') as [CantonCode, InstitutionKind];
    const serial = randomInt(100_000_000);
    const request = inventedCase(canton, own, { turn, serial });
    const view = await api.register(userOf(office), request, `simulator-${serial}`);
    desk.ours.set(view.id, true);
    turn += 1;
    registeredMs = nowMs;
    log.info({ caseId: view.id, office }, 'an invented case was registered');
  };

  const round = async (): Promise<void> => {
    const nowMs = Date.parse((await api.readClock()).now);
    let open = 0;
    for (const canton of cantons) {
      for (const row of await api.listCases(coordinatorOf(canton), canton)) {
        if (over.includes(row.status)) continue;
        open += 1;
        if (await isOurs(desk, coordinatorOf(canton), row.id)) {
          await workOnCase(desk, row, nowMs);
        }
      }
    }
    if (open < mostOpenCases) await register(nowMs);
  };

  return {
    work: async () => {
      try {
        await round();
      } catch (error) {
        log.warn({ err: error }, 'the officers could not work: trying again');
      }
    },
  };
}

/** What the API needs of the rest of the house, as narrow interfaces; `api.main.ts` wires them. */
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Directory, StoredVerdict } from '../../activities/ports';
import type { CaseState } from '../../domain/case/state';
import type { AdviceQuestion } from '../../domain/criteria/advise';
import type { Help } from '../../domain/criteria/help';
import type { VerifyToken } from '../../infra/oidc/verify';
import type { AddressStore } from '../../infra/prisma/address-store';
import type { DeliveryStore } from '../../infra/prisma/delivery-store';
import type { SignedLinks } from '../../infra/signed-links';
import type { Absences } from '../../infra/prisma/absence-store';
import type { Calendars, DaysQuery, PublishedDays } from '../../infra/prisma/calendar-store';
import type { Dossiers } from '../../infra/prisma/dossier-store';
import type { ForecastReader } from '../../infra/prisma/forecast-reader';
import type { Caseload } from '../../infra/prisma/caseload-store';
import type { Institution } from '../../infra/prisma/directory-store';
import type { Patterns } from '../../infra/prisma/pattern-store';
import type { Policies } from '../../infra/prisma/policy-store';
import type { Rollouts } from '../../infra/prisma/rollout-store';
import type {
  Actor, CantonCode, CaseEvent, CaseId, CaseRow, CaseStatus, Clock, Dossier,
  Facts, InstitutionId, InstitutionView, PolicyDocument, Role, Verdict, WorklistName,
} from '../../schemas/index'; // prettier-ignore
import type { StartRollout } from '../start-rollout';
import type { Submit } from '../submit';
import type { PreviewParts } from './preview';
import type { RulesRoom } from './proposal';

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Who reads, as row-level security must know it. */
export interface Viewer {
  readonly userId: string;
  readonly institutionId: InstitutionId;
  readonly role: Role;
  readonly canton: CantonCode;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
}

export interface PageWish {
  readonly limit: number;
  readonly after?: string | undefined;
}

export interface CaseFilter extends PageWish {
  readonly canton?: CantonCode | undefined;
  readonly status?: CaseStatus | undefined;
  readonly institution?: InstitutionId | undefined;
  /** Cases on which this person works at the institution of the viewer. */
  readonly responsible?: string | undefined;
}

/** One step of a case that the viewer may see. */
export interface Change {
  readonly caseId: CaseId;
  readonly seq: number;
  readonly type: string;
  readonly at: string;
}

/** Reads under row-level security: what the viewer may not see is not there. */
export interface CaseReader {
  findCase(viewer: Viewer, caseId: CaseId): Promise<CaseState | undefined>;
  listCases(viewer: Viewer, filter: CaseFilter): Promise<Page<CaseRow>>;
  listWorklist(viewer: Viewer, name: WorklistName, wish: PageWish): Promise<Page<CaseRow>>;
  countWorklists(viewer: Viewer): Promise<Readonly<Record<WorklistName, number>>>;
  listTimeline(viewer: Viewer, caseId: CaseId, wish: PageWish): Promise<Page<CaseEvent>>;
  listChanges(
    viewer: Viewer,
    wish: PageWish,
  ): Promise<{ readonly position: string; readonly changes: readonly Change[] }>;
  currentPosition(): Promise<string>;
}

export interface DossierVault {
  getDossier(caseId: CaseId, ref: string): Promise<Dossier>;
  putDossier(put: DossierPut): Promise<void>;
  removeUnused(caseId: CaseId, ref: string): Promise<void>;
  findCasesByAhv(canton: CantonCode, vn: string): Promise<readonly CaseId[]>;
  findLookalikes: Dossiers['findLookalikes'];
}

export interface DossierPut {
  readonly caseId: CaseId;
  readonly ref: string;
  readonly canton: CantonCode;
  readonly dossier: Dossier;
  readonly by: Actor;
}

export interface Receipts {
  claim(commandId: string, caseId: CaseId, bodyHash: string): Promise<'new' | 'same' | 'different'>;
}

export interface AuditTrail {
  append(read: {
    readonly caseId: CaseId;
    readonly viewer: Viewer;
    readonly action: string;
    readonly fields: readonly string[];
  }): Promise<unknown>;
}

/** Published policies and the advice they give; nothing of it is stored. */
export interface PolicyRoom {
  listPolicies(wish: { canton?: CantonCode | undefined }): Promise<readonly PolicyDocument[]>;
  findPolicy(query: {
    canton?: CantonCode | undefined;
    policyId: string;
    on: string;
    knownOn?: string | undefined;
  }): Promise<PolicyDocument | undefined>;
  /** Throws when it was never published. */
  getPolicy(id: string, version: string): Promise<PolicyDocument>;
  findDuties(query: { canton: CantonCode; on: string }): Promise<readonly PolicyDocument[]>;
  judge(question: AdviceQuestion): Verdict;
  help(document: PolicyDocument, facts: Facts): Help;
}

/** Every verdict on a case with its reasons, oldest first. */
export interface VerdictBook {
  listVerdicts(caseId: CaseId): Promise<readonly StoredVerdict[]>;
}

/** Where rules are tried on the open cases, published, and followed on their way. */
export interface PublicationRoom {
  readonly rules: RulesRoom;
  readonly preview: PreviewParts;
  readonly publishPolicy: Policies['publishPolicy'];
  readonly publishCalendar: Calendars['publishCalendar'];
  readonly rollouts: Pick<Rollouts, 'begin' | 'findRollout' | 'listRollouts'>;
  readonly startRollout: StartRollout;
  readonly clock: { getClock(): Promise<Clock> };
}

/** How notices reach those who do not read Kafka, and how far each one is. */
export interface NoticeRoom {
  readonly deliveries: DeliveryStore;
  readonly links: SignedLinks;
  readonly setChannel: AddressStore['setChannel'];
}

export interface ApiParts {
  readonly verify: VerifyToken;
  readonly submit: Submit;
  readonly cases: CaseReader;
  readonly dossiers: DossierVault;
  readonly receipts: Receipts;
  readonly audit: AuditTrail;
  readonly policies: PolicyRoom;
  readonly verdicts: VerdictBook;
  readonly notices: NoticeRoom;
  readonly publication: PublicationRoom;
  readonly absences: Absences;
  readonly caseload: Caseload;
  readonly patterns: Patterns;
  readonly forecast: ForecastReader;
  readonly directory: Directory & {
    findInstitution(id: InstitutionId): Promise<Pick<Institution, 'contacts'> | undefined>;
    listInstitutions(wish: {
      canton?: CantonCode | undefined;
    }): Promise<readonly InstitutionView[]>;
  };
  /** The closed days of a year, as they are published or else as the files have them. */
  readonly closedDays: (query: DaysQuery) => Promise<PublishedDays>;
  readonly clock: { getClock(): Promise<Clock> };
  /** Each part the API leans on, with the word that says whether it answers. */
  readonly readiness: () => Promise<Readonly<Record<string, 'up' | 'away'>>>;
  readonly outboxStats: () => Promise<{
    readonly waiting: number;
    readonly oldestAgeMs: number;
    readonly parked: number;
  }>;
  readonly about: About;
  readonly page: ReadonlyMap<string, PageFile>;
  readonly log?: FastifyBaseLogger;
}

/** What a page must know before anybody signed in. */
export interface About {
  readonly profile: string;
  readonly issuer: string;
}

export interface PageFile {
  readonly type: string;
  readonly body: string;
  /** The same, compressed once when the page is built. */
  readonly gzip: Buffer;
}

/** What the API needs of the rest of the house, as narrow interfaces; `api.main.ts` wires them. */
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Directory, StoredVerdict } from '../../activities/ports';
import type { AdviceQuestion } from '../../domain/criteria/advise';
import type { Help } from '../../domain/criteria/help';
import type { VerifyToken } from '../../infra/oidc/verify';
import type { AddressStore } from '../../infra/prisma/address-store';
import type { DeliveryStore } from '../../infra/prisma/delivery-store';
import type { SignedLinks } from '../../infra/signed-links';
import type { Absences } from '../../infra/prisma/absence-store';
import type { AuditStore } from '../../infra/prisma/audit-store';
import type { CaseReader } from '../../infra/prisma/case-reader';
import type { SavedViewStore } from '../../infra/prisma/saved-view-store';
import type { Calendars, DaysQuery, PublishedDays } from '../../infra/prisma/calendar-store';
import type { Dossiers } from '../../infra/prisma/dossier-store';
import type { ForecastReader } from '../../infra/prisma/forecast-reader';
import type { Caseload } from '../../infra/prisma/caseload-store';
import type { Institution } from '../../infra/prisma/directory-store';
import type { IndicatorStore } from '../../infra/prisma/indicator-store';
import type { Patterns } from '../../infra/prisma/pattern-store';
import type { Policies } from '../../infra/prisma/policy-store';
import type { Rollouts } from '../../infra/prisma/rollout-store';
import type {
  Actor, CantonCode, CaseId, Clock, Dossier,
  Facts, InstitutionId, InstitutionView, PolicyDocument, Role, Verdict,
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

export type { CaseReader };

export interface DossierVault {
  getDossier(caseId: CaseId, ref: string): Promise<Dossier>;
  findDossiers: Dossiers['findDossiers'];
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
  appendAll: AuditStore['appendAll'];
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
  readonly savedViews: SavedViewStore;
  readonly policies: PolicyRoom;
  readonly verdicts: VerdictBook;
  readonly notices: NoticeRoom;
  readonly publication: PublicationRoom;
  readonly absences: Absences;
  readonly caseload: Caseload;
  readonly indicators: IndicatorStore;
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

/** Gives the command of a step to its case, by the way every office has: the API behind its routes. */
import type { CaseState } from '../../domain/case/state';
import { cantonOf, kindOf } from '../../domain/institution';
import { RefusedError, refused } from '../../infra/temporal/refusals';
import type { Caller } from '../../infra/oidc/verify';
import type { CaseId, InstitutionId, Refusal } from '../../schemas/index';
import type { Scenario, ScenarioStep } from '../../schemas/scenario';
import { runCommand } from '../api/command';
import type { ApiParts } from '../api/parts';
import { registerCase } from '../api/registration';

export interface Somebody {
  readonly by: InstitutionId;
  readonly as?: ScenarioStep['as'];
  readonly user?: string | undefined;
}

/** Who acts for an institution: its coordinator in a coordination office, else an officer. */
export const callerOf = ({ by, as, user }: Somebody): Caller => {
  const role = as ?? (kindOf(by) === 'coo' ? 'coordinator' : 'officer');
  const actor = { userId: user ?? `${by}-${role}`, institutionId: by, role };
  return { actor, canton: cantonOf(by), expiresAtMs: Number.MAX_SAFE_INTEGER };
};

export interface Acting {
  readonly api: ApiParts;
  readonly scenario: Scenario;
  readonly caseId: CaseId | undefined;
  /** The case with a name in the script. */
  readonly named: (name: string) => CaseId | undefined;
}

type Answer = { readonly caseId?: CaseId; readonly refusal?: Refusal };

const carryOut = (
  { api, scenario, caseId, named }: Acting,
  caller: Caller,
  command: NonNullable<ScenarioStep['do']>,
): Promise<CaseState> | ReturnType<typeof runCommand> => {
  if (command.kind === 'registerCase') {
    const { person, facts, canton } = { ...scenario, ...defined(command) };
    const policy = command.policyId === undefined ? {} : { policyId: command.policyId };
    const draft = command.draft === undefined ? {} : { draft: command.draft };
    const continues = command.continues === undefined ? undefined : named(command.continues);
    const before = continues === undefined ? {} : { continues };
    const request = { canton, person, facts, ...policy, ...draft, ...before };
    return registerCase(api, { caller, request, key: undefined });
  }
  if (caseId === undefined) throw refused('not_found');
  const asked = { caller, caseId, request: command, key: undefined, expectedVersion: undefined };
  return runCommand(api, asked);
};

const defined = <T extends object>(given: T): { [K in keyof T]: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>;
  };

/** The case that answered, or its refusal. Throws only what is no refusal. */
export const act = async (acting: Acting, step: ScenarioStep): Promise<Answer> => {
  const { by, do: command } = step;
  if (by === undefined || command === undefined) return {};
  const caller = callerOf({ by, as: step.as, user: step.user });
  try {
    const made = await carryOut(acting, caller, command);
    return { caseId: 'state' in made ? made.state.id : made.id };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { refusal: error.refusal };
  }
};

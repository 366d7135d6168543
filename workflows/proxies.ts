/**
 * The activities as the workflow calls them: short database steps, so local activities. Each attempt
 * has 10 s. What fails stays in the history of the task, not of the case: an outage of the database
 * is waited out, and an unexpected error fails the workflow *task* until it is mended (house.md 6).
 */
import {
  ActivityFailure,
  ApplicationFailure,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index';
import { refusalFailureType } from './contract';

const activities = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '10m',
  localRetryThreshold: '2m',
  retry: {
    initialInterval: '100ms',
    backoffCoefficient: 2,
    maximumInterval: '10s',
    nonRetryableErrorTypes: ['UnknownDossier', 'UnknownPolicy', 'CannotDecrypt', 'CaseKeyMissing'],
  },
});

/** Another case may be slow to answer, and must hear of this one however long that takes. */
const patient = proxyActivities<Activities>({
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
});

/** Moving a batch of cases takes as long as they take; one that stops beating is begun again. */
const remote = proxyActivities<Activities>({
  startToCloseTimeout: '5m',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/**
 * A failed activity must not end the case: as a plain error it only fails the task. A refusal that an
 * activity found (no policy in that canton) goes back to whoever asked.
 */
const orFailTask = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : error;
    if (cause instanceof ApplicationFailure && cause.type === refusalFailureType) throw cause;
    throw new Error(`activity failed: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
};

export const loadRules: Activities['loadRules'] = (query) =>
  orFailTask(activities.loadRules(query));
export const record: Activities['record'] = (step) => orFailTask(activities.record(step));
export const evaluateCriteria: Activities['evaluateCriteria'] = (question) =>
  orFailTask(activities.evaluateCriteria(question));
export const whoIsThere: Activities['whoIsThere'] = (query) =>
  orFailTask(activities.whoIsThere(query));
export const listCasesToMove: Activities['listCasesToMove'] = (query) =>
  orFailTask(activities.listCasesToMove(query));
export const saveProgress: Activities['saveProgress'] = (rolloutId, progress) =>
  orFailTask(activities.saveProgress(rolloutId, progress));
export const moveCases: Activities['moveCases'] = (order) => orFailTask(remote.moveCases(order));
export const listCasesToRecover: Activities['listCasesToRecover'] = (query) =>
  orFailTask(activities.listCasesToRecover(query));
export const reviveCases: Activities['reviveCases'] = (order) =>
  orFailTask(remote.reviveCases(order));
export const listRetentionEnded: Activities['listRetentionEnded'] = (query) =>
  orFailTask(activities.listRetentionEnded(query));
export const keepCalendars: Activities['keepCalendars'] = (on) =>
  orFailTask(patient.keepCalendars(on));
export const eraseEnded: Activities['eraseEnded'] = (ids) => orFailTask(remote.eraseEnded(ids));
export const findCoordination: Activities['findCoordination'] = (asked) =>
  orFailTask(activities.findCoordination(asked));
export const handOver: Activities['handOver'] = (handover) =>
  orFailTask(patient.handOver(handover));
export const beginHandover: Activities['beginHandover'] = (handover) =>
  orFailTask(activities.beginHandover(handover));

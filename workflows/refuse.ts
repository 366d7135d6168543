/** The one place that turns a refusal into a Temporal failure. */
import { ApplicationFailure } from '@temporalio/workflow';
import type { Refusal } from '../schemas/index';
import { refusalFailureType } from './contract';

/** Fails an Update, never the workflow. */
export const refusalFailure = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.create({
    type: refusalFailureType,
    message: refusal.code,
    details: [refusal],
    nonRetryable: true,
  });

/** MUTANT of workflows/alarm.ts: somebody adds a timer beside the one that is allowed. */
import { sleep } from '@temporalio/workflow';
import type { Alarm } from '../../../workflows/alarm';
import { makeAlarm as makeOneAlarm } from '../../../workflows/alarm';

export const makeAlarm = (): Alarm => {
  void sleep('7 days');
  return makeOneAlarm();
};
